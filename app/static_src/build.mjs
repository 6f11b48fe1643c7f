// Builds what the browser gets: one stylesheet, small modules, the icon; and the typeface of printed papers.
// Names carry a hash of the content. When nothing has changed since the last time, it stops at once.
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..");
const out = join(root, "app", "static", "vendor");
const folder = (kind) => readdirSync(join(here, kind)).sort().map((name) => join(here, kind, name));
const hash = (...pieces) => pieces.reduce((sum, piece) => sum.update(piece), createHash("sha256")).digest("hex");

const sources = [fileURLToPath(import.meta.url), join(here, "package-lock.json"), ...["scss", "js", "img", "field"].flatMap(folder)];
const wanted = hash(...sources.flatMap((source) => [source.slice(root.length), readFileSync(source)]));
const stamp = join(out, "stamp");
if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) process.exit(0);

const sass = await import("sass");
const compile = (name) => sass.compile(join(here, "scss", name), {
  style: "compressed", importers: [new sass.NodePackageImporter(here)], quietDeps: true,
}).css.replace(/^\uFEFF/, "").trim();
// What works without a network is written in small modules and sent as one file; the watcher is no module, for older phones.
const { build } = await import("esbuild");
const bundle = async (name, format) => (await build({
  entryPoints: [join(here, "field", name)], bundle: true, minify: true, format, target: "es2019",
  charset: "utf8", write: false, legalComments: "none", absWorkingDir: root,
})).outputFiles[0].text;
const built = new Map([
  ...["site.scss"].map((name) => [name.replace(".scss", ".css"), compile(name)]),
  ["field.js", await bundle("field.js", "esm")],
  ["watcher.js", await bundle("watcher.js", "iife")],
  ...["js", "img"].flatMap((kind) => folder(kind).map((path) => [path.split("/").at(-1), readFileSync(path, "utf8")])),
]);
if ([...built.values()].some((text) => /@font-face|GDS Transport|crest|url\(\/?assets|url\("?https?:/.test(text))) {
  throw new Error("The stylesheet asks for something that is not ours to publish or not on this site");
}

// Only now is anything written, the list of names last, so that a running site never finds half a build.
mkdirSync(join(out, "fonts"), { recursive: true });
const manifest = {};
const kept = new Set(["fonts", "manifest.json", "stamp"]);
for (const [name, text] of built) {
  const [stem, ending] = name.split(".");
  const file = `${stem}.${hash(text).slice(0, 12)}.${ending}`;
  manifest[name] = file;
  for (const [suffix, bytes] of [["", text], [".gz", gzipSync(text, { level: 9 })], [".br", brotliCompressSync(text)]]) {
    writeFileSync(join(out, file + suffix), bytes);
    kept.add(file + suffix);
  }
}
const fonts = join(here, "node_modules", "@expo-google-fonts", "be-vietnam-pro");
for (const weight of ["400Regular", "600SemiBold", "700Bold", "800ExtraBold"]) {
  cpSync(join(fonts, weight, `BeVietnamPro_${weight}.ttf`), join(out, "fonts", `BeVietnamPro_${weight}.ttf`));
}
cpSync(join(fonts, "LICENSE_FONT"), join(out, "fonts", "LICENSE_FONT"));
writeFileSync(join(out, "manifest.new"), JSON.stringify(manifest));
renameSync(join(out, "manifest.new"), join(out, "manifest.json"));
for (const name of readdirSync(out)) if (!kept.has(name)) rmSync(join(out, name));
writeFileSync(stamp, wanted);
if (process.argv.includes("--sizes")) {
  for (const file of Object.values(manifest)) {
    console.log(file, ...["", ".gz", ".br"].map((suffix) => statSync(join(out, file + suffix)).size));
  }
}
