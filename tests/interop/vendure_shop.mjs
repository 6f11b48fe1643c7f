// A shop on Vendure: takes a table in, fetches the pictures it names, says what is there then. `vendure_shop.mjs FOLDER`.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  Asset,
  bootstrapWorker,
  DefaultAssetImportStrategy,
  DefaultLogger,
  LogLevel,
  Product,
  ProductVariant,
  ProductVariantPrice,
  TransactionalConnection,
} from "@vendure/core";
import cli from "@vendure/core/cli/index.js";
import plugin from "@vendure/asset-server-plugin";

const folder = process.argv[2];
const assets = join(folder, "vendure-assets");
mkdirSync(assets);

const config = {
  apiOptions: { port: 0, adminApiPath: "admin-api", shopApiPath: "shop-api" },
  authOptions: { tokenMethod: "bearer" },
  dbConnectionOptions: { type: "sqljs", autoSave: false, synchronize: true, logging: false },
  defaultLanguageCode: "vi",
  paymentOptions: { paymentMethodHandlers: [] },
  logger: new DefaultLogger({ level: LogLevel.Error }),
  // The pictures are on this machine, on our own site.
  importExportOptions: { assetImportStrategy: new DefaultAssetImportStrategy({ allowPrivateNetworks: true }) },
  plugins: [plugin.AssetServerPlugin.init({ route: "assets", assetUploadDir: assets })],
};
const beginning = {
  defaultLanguage: "vi",
  countries: [{ name: "Việt Nam", code: "VN", zone: "Á" }],
  defaultZone: "Á",
  taxRates: [{ name: "standard", percentage: 0 }],
  shippingMethods: [],
  paymentMethods: [],
  collections: [],
};

const app = await cli.populate(async () => (await bootstrapWorker(config)).app, beginning, join(folder, "vendure.csv"));
const shop = app.get(TransactionalConnection).rawConnection;
const variants = await shop.getRepository(ProductVariant).find({ relations: ["options", "productVariantPrices"] });
const products = await shop.getRepository(Product).find({ relations: ["featuredAsset"], order: { id: "ASC" } });
const prices = await shop.getRepository(ProductVariantPrice).find();
const said = {
  products: products.length,
  variants: variants.length,
  withOptions: variants.filter((one) => one.options.length > 0).length,
  assets: await shop.getRepository(Asset).count(),
  // It keeps hundredths whatever the currency.
  prices: prices.reduce((sum, one) => sum + one.price, 0) / 100,
  pictured: products.filter((one) => one.featuredAsset).length,
  first: products[0].translations.map((one) => [one.name, one.description])[0],
};
writeFileSync(join(folder, "vendure.json"), JSON.stringify(said));
await app.close();
process.exit(0);
