// Runs the page's unit tests with Node's own runner: node test.mjs WORK_DIRECTORY
// Does nothing when they have passed for exactly these sources.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { bundler, hashOf, isStamped, sourceFiles } from "./build.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
if (process.argv.length !== 3) {
  console.error("usage: node test.mjs WORK_DIRECTORY");
  process.exit(2);
}
const work = resolve(process.argv[2]);
const stamp = join(work, ".passed-hash");
const hash = hashOf(sourceFiles());
if (!isStamped(stamp, hash)) {
  const esbuild = await bundler();
  const tests = readdirSync(join(HERE, "test")).filter((name) => name.endsWith(".test.ts"));
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  await esbuild.build({
    entryPoints: tests.map((name) => join(HERE, "test", name)),
    outdir: work,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node18",
    logLevel: "warning",
  });
  const files = tests.map((name) => join(work, name.replace(/\.ts$/, ".mjs")));
  const { status, stdout } = spawnSync(process.execPath, ["--test", "--test-reporter=tap", ...files], { stdio: ["ignore", "pipe", "inherit"] });
  const report = stdout.toString();
  if (status !== 0) {
    console.error(report);
    process.exit(1);
  }
  console.log(`web: ${/# pass (\d+)/.exec(report)?.[1] ?? "all"} unit tests passed`);
  writeFileSync(stamp, hash);
}
