// What other people's programs say of our pages, offers and addresses: a question in JSON comes in, the answers go out.
import Validator from "@adobe/structured-data-validator";
import WebAutoExtractor from "@marbec/web-auto-extractor";
import { zProduct, zProductContent, zProductPricing } from "@octocloud/types";
import links from "digital-link.js";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const asked = JSON.parse(Buffer.concat(chunks).toString("utf8"));

const pages = {};
for (const [name, html] of Object.entries(asked.pages ?? {})) {
  const found = new WebAutoExtractor({ addLocation: true, embedSource: ["rdfa", "microdata"] }).parse(html);
  const issues = await new Validator().validate(found);
  pages[name] = {
    kinds: Object.keys(found.jsonld),
    errors: [...found.errors, ...issues.filter((one) => one.severity === "ERROR").map((one) => one.issueMessage)],
  };
}

const offers = (asked.offers ?? []).map((offer) =>
  [zProduct, zProductContent, zProductPricing].flatMap((schema) => {
    const read = schema.safeParse(offer);
    return read.success ? [] : read.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  }),
);

const addresses = (asked.addresses ?? []).map((address) => {
  try {
    return links.DigitalLink(address).isValid();
  } catch {
    return false;
  }
});

// What Medusa's importer makes of a table before it asks its database. It is large, so only who asks waits for it.
async function read(rows) {
  const { default: medusa } = await import("@medusajs/utils");
  const told = new medusa.CSVNormalizer(rows.map((row, at) => medusa.CSVNormalizer.preProcess(row, at + 1))).proccess();
  return Object.values(told.toCreate).map((one) => ({
    title: one.title,
    images: one.images.map((image) => image.url),
    variants: one.variants.map((variant) => ({
      sku: variant.sku,
      prices: variant.prices.map((price) => [price.currency_code, price.amount]),
      options: variant.options,
    })),
  }));
}
const imported = asked.table ? await read(asked.table) : [];

process.stdout.write(JSON.stringify({ pages, offers, addresses, imported }));
