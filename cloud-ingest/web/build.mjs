// Builds the phone page: node build.mjs OUTPUT_DIRECTORY STAMP_FILE
// Installs what the lock file names, checks the types and bundles; does nothing when no source has changed since the last build.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const HERE = dirname(fileURLToPath(import.meta.url));
/** The script, compressed; more would be felt on a weak link. Beyond it, split off what the first screen does not need. */
const BUDGET_BYTES = 20 * 1024;
/** Chrome 94 and later: what the store gives a phone with Android 5. */
const TARGET = "es2022";

export function sourceFiles() {
  const inside = (folder) =>
    readdirSync(join(HERE, folder), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? inside(join(folder, entry.name)) : [join(folder, entry.name)],
    );
  const own = readdirSync(HERE, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name);
  return [...own, ...inside("src"), ...inside("static"), ...inside("test")].sort();
}

export function hashOf(files) {
  const hash = createHash("sha256");
  for (const file of files) {
    hash.update(file).update("\0").update(readFileSync(join(HERE, file))).update("\0");
  }
  return hash.digest("hex");
}

/** Whether a stamp file holds this hash: what it stands for was done for exactly these sources. */
export function isStamped(stamp, hash) {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hash;
}

function run(command, ...parameters) {
  const { status, error } = spawnSync(command, parameters, { cwd: HERE, stdio: ["ignore", "inherit", "inherit"] });
  if (error || status !== 0) {
    throw new Error(`${command} ${parameters.join(" ")} failed${error ? `: ${error.message}` : ""}`);
  }
}

function installLibraries() {
  const stamp = join(HERE, "node_modules", ".lock-hash");
  const hash = hashOf(["package-lock.json", "package.json"]);
  if (!isStamped(stamp, hash)) {
    run("npm", "ci", "--ignore-scripts", "--no-progress", "--loglevel=error");
    writeFileSync(stamp, hash);
  }
}

/** esbuild, which is there only after the libraries are installed. */
export async function bundler() {
  installLibraries();
  return import("esbuild");
}

async function bundle(esbuild, entry, options) {
  const result = await esbuild.build({
    entryPoints: [join(HERE, entry)],
    bundle: true,
    minify: true,
    write: false,
    target: TARGET,
    legalComments: "none",
    charset: "utf8",
    logLevel: "warning",
    ...options,
  });
  return Buffer.from(result.outputFiles[0].contents);
}

function shortHash(bytes) {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 8);
}

function named(name, extension, bytes) {
  return [`${name}-${shortHash(bytes)}.${extension}`, bytes];
}

async function build(output, stamp) {
  const hash = hashOf(sourceFiles());
  if (isStamped(stamp, hash) && existsSync(join(output, "index.html"))) {
    return;
  }
  const esbuild = await bundler();
  run(process.execPath, join("node_modules", "typescript", "bin", "tsc"), "--noEmit");
  const [scriptName, script] = named(
    "app",
    "js",
    await bundle(esbuild, "src/main.tsx", { format: "iife", jsx: "automatic", jsxImportSource: "preact" }),
  );
  const [styleName, style] = named("app", "css", await bundle(esbuild, "src/style.css", {}));
  const still = (name) => readFileSync(join(HERE, "static", name));
  const shell = still("index.html").toString().replace("{script}", scriptName).replace("{style}", styleName);
  const files = {
    "index.html": Buffer.from(shell),
    [scriptName]: script,
    [styleName]: style,
    "icon.svg": still("icon.svg"),
    "manifest.webmanifest": still("manifest.webmanifest"),
  };
  const kept = Object.keys(files).map((name) => (name === "index.html" ? "/" : `/${name}`));
  const version = shortHash(Buffer.concat(Object.values(files)));
  const worker = await bundle(esbuild, "src/sw.ts", {
    format: "iife",
    define: { VERSION: JSON.stringify(version), FILES: JSON.stringify(kept) },
  });
  const sizes = [script, style, files["index.html"]].map((bytes) => gzipSync(bytes, { level: 9 }).length);
  if (sizes[0] > BUDGET_BYTES) {
    throw new Error(`the script weighs ${sizes[0]} bytes compressed, more than its budget of ${BUDGET_BYTES}`);
  }
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  for (const [name, bytes] of Object.entries({ ...files, "sw.js": worker })) {
    writeFileSync(join(output, name), bytes);
  }
  writeFileSync(stamp, hash);
  console.log(`web: built; compressed bytes of script, style, shell: ${sizes.join(", ")}`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  if (process.argv.length !== 4) {
    console.error("usage: node build.mjs OUTPUT_DIRECTORY STAMP_FILE");
    process.exit(2);
  }
  try {
    await build(resolve(process.argv[2]), resolve(process.argv[3]));
  } catch (failure) {
    console.error(`web: ${failure.message}`);
    process.exit(1);
  }
}
