// Reads a record with the packages of others, knowing nothing but what the file says of itself, and prints JSON:
// what it holds and, per kind, comma-separated rows. usage: node read.cjs MODULES_FOLDER FILE
const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");
const load = createRequire(path.join(process.argv[2], "x.js"));
const { McapIndexedReader, McapStreamReader } = load("@mcap/core");
const fzstd = load("fzstd");
const { parse } = load("@foxglove/rosmsg");
const { MessageReader } = load("@foxglove/rosmsg2-serialization");

const decompressHandlers = { zstd: (buffer, size) => fzstd.decompress(buffer, new Uint8Array(Number(size))) };
const bytes = new Uint8Array(fs.readFileSync(process.argv[3]));
const readable = { size: async () => BigInt(bytes.length), read: async (at, size) => bytes.subarray(Number(at), Number(at + size)) };

// What the comments of a schema say: which columns are lists, and how often which type was differenced.
function describe(text) {
  const columns = new Map();
  for (const line of text.split("\n")) {
    const found = /^(\w+)\[\] (\w+)(?:  #.*?\b(\w+) differenced (\d)x.*)?/.exec(line);
    if (found) columns.set(found[2], { type: found[3] ?? found[1], order: Number(found[4] ?? 0) });
  }
  // The y and z of a vector have no comment of their own.
  for (const [name, column] of columns)
    if (name.endsWith("_x")) for (const axis of ["_y", "_z"]) columns.set(name.slice(0, -2) + axis, column);
  return columns;
}

// A column stands in the first of three arrays whose type can hold it; the other two are empty.
function joinNarrow(message, columns) {
  for (const name of [...columns.keys()]) {
    const narrow = [name + "_8", name + "_16"];
    if (!narrow.every((one) => one in message)) continue;
    const full = [...narrow, name].filter((one) => message[one].length !== 0);
    if (full.length > 1) throw new Error(full.join(" and ") + " both hold values");
    if (full.length === 1) message[name] = message[full[0]];
  }
  return new Map([...columns].filter(([name]) => !/_(8|16)$/.test(name)));
}

function wrap(value, type) {
  const bits = Number(/\d+/.exec(type)[0]);
  return type.startsWith("u") ? BigInt.asUintN(bits, value) : BigInt.asIntN(bits, value);
}

// One array per row, differences undone.
function lists(values, counts, { type, order }) {
  let at = 0;
  const rows = Array.from(counts, (count) => Array.from(values.slice(at, (at += count)), BigInt));
  for (let pass = 0; pass < order; ++pass)
    for (let row = 1; row < rows.length; ++row)
      for (let i = 0; i < Math.min(rows[row].length, rows[row - 1].length); ++i) rows[row][i] += rows[row - 1][i];
  return rows.map((row) => row.map((value) => wrap(value, type)));
}

const quote = (text) => (/[,"\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text);

function rows(message, all, kind) {
  const columns = joinNarrow(message, all);
  const count = message.tick.length;
  const cells = Array.from(message.tick, (tick) => [kind, String(message.first_tick + BigInt(tick))]);
  for (const [name, column] of columns) {
    if (name === "tick" || name === "place" || columns.has(name.replace(/_count$/, "")) && name.endsWith("_count")) continue;
    const isList = columns.has(name + "_count");
    if (column.type === "string") message[name].forEach((text, i) => cells[i].push(quote(text)));
    else lists(message[name], isList ? message[name + "_count"] : new Array(count).fill(1), column).forEach((row, i) => cells[i].push(row.join(" ")));
  }
  return cells.map((row) => row.join(",") + "\n").join("");
}

async function main() {
  const reader = await McapIndexedReader.Initialize({ readable, decompressHandlers });
  const result = { library: reader.header.library, topics: {}, csv: {}, attachments: {}, metadata: {}, chains: [] };
  const decoders = new Map();
  for (const [id, channel] of reader.channelsById) {
    const schema = reader.schemasById.get(channel.schemaId);
    const text = new TextDecoder().decode(schema.data);
    decoders.set(id, { topic: channel.topic, columns: describe(text), decode: new MessageReader(parse(text, { ros2: true })) });
    result.topics[channel.topic] = { schema: schema.name, encoding: channel.messageEncoding, messages: 0 };
  }
  for await (const message of reader.readMessages({ validateCrcs: true })) {
    const { topic, columns, decode } = decoders.get(message.channelId);
    const decoded = decode.readMessage(message.data);
    ++result.topics[topic].messages;
    if (topic === "/chain") {
      result.chains.push({ first: Number(decoded.first_tick), end: Number(decoded.end_tick), digest: Buffer.from(decoded.digest).toString("hex") });
      continue;
    }
    const kind = topic.split("/").pop();
    result.csv[kind] = (result.csv[kind] ?? "") + rows(decoded, columns, kind);
  }
  for await (const attachment of reader.readAttachments({ validateCrcs: true })) result.attachments[attachment.name] = attachment.data.length;
  for await (const metadata of reader.readMetadata()) result.metadata[metadata.name] = Object.fromEntries(metadata.metadata);
  result.messages = Number(reader.statistics.messageCount);
  result.chunks = reader.statistics.chunkCount;
  const stream = new McapStreamReader({ validateCrcs: true, decompressHandlers });
  stream.append(bytes);
  while (stream.nextRecord()) {}
  result.streamed = stream.done();
  process.stdout.write(JSON.stringify(result));
}

main().catch((problem) => {
  console.error(problem);
  process.exit(1);
});
