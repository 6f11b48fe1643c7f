// What Medusa's importer makes of a table before it asks its database. `medusa_reader.mjs FOLDER`.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import medusa from "@medusajs/utils";

const folder = process.argv[2];
const rows = JSON.parse(readFileSync(join(folder, "medusa-in.json"), "utf8"));
const read = new medusa.CSVNormalizer(rows.map((row, at) => medusa.CSVNormalizer.preProcess(row, at + 1))).proccess();
const products = Object.values(read.toCreate);
const variants = products.flatMap((one) => one.variants);
const said = {
  products: products.length,
  variants: variants.length,
  images: new Set(products.flatMap((one) => one.images.map((image) => image.url))).size,
  prices: variants.reduce((sum, one) => sum + one.prices[0].amount, 0),
  currencies: [...new Set(variants.flatMap((one) => one.prices.map((price) => price.currency_code)))],
};
writeFileSync(join(folder, "medusa.json"), JSON.stringify(said));
