// Builds what the browser gets: one stylesheet, small modules, fonts for printed papers; names carry a hash of the content.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const out = join(root, "app", "static", "vendor");

const sources = [
  fileURLToPath(import.meta.url), join(root, "package-lock.json"),
  ...["scss", "js"].flatMap((kind) => readdirSync(join(here, kind)).sort().map((name) => join(here, kind, name))),
];
const stamp = createHash("sha256");
for (const source of sources) stamp.update(readFileSync(source));
const wanted = stamp.digest("hex");
const stampFile = join(out, "stamp");
if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === wanted) process.exit(0);

const sass = await import("sass");
rmSync(out, { recursive: true, force: true });
mkdirSync(join(out, "fonts"), { recursive: true });
const manifest = {};
const put = (name, text) => {
  const [stem, ending] = name.split(".");
  const file = `${stem}.${createHash("sha256").update(text).digest("hex").slice(0, 12)}.${ending}`;
  writeFileSync(join(out, file), text);
  writeFileSync(join(out, `${file}.gz`), gzipSync(text, { level: 9 }));
  writeFileSync(join(out, `${file}.br`), brotliCompressSync(text));
  manifest[name] = file;
};
const css = sass.compile(join(here, "scss", "site.scss"), {
  style: "compressed", importers: [new sass.NodePackageImporter(root)], quietDeps: true, silenceDeprecations: ["if-function"],
}).css;
put("site.css", css.replaceAll(/@font-face\{[^}]*\}/g, ""));
for (const name of readdirSync(join(here, "js"))) put(name, readFileSync(join(here, "js", name), "utf8"));
const fonts = join(root, "node_modules", "@expo-google-fonts", "be-vietnam-pro");
for (const weight of ["400Regular", "600SemiBold", "700Bold", "800ExtraBold"]) {
  for (const file of readdirSync(join(fonts, weight)).filter((name) => name.endsWith(".ttf"))) {
    cpSync(join(fonts, weight, file), join(out, "fonts", file));
  }
}
writeFileSync(join(out, "manifest.json"), JSON.stringify(manifest));
writeFileSync(stampFile, wanted);
