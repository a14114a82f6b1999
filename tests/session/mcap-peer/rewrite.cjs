// Copies a record into a new file with the writer of others. usage: node rewrite.cjs MODULES_FOLDER FROM TO chunks|loose
const fs = require("fs");
const path = require("path");
const { createRequire } = require("module");
const load = createRequire(path.join(process.argv[2], "x.js"));
const { McapIndexedReader, McapWriter } = load("@mcap/core");
const fzstd = load("fzstd");

const bytes = new Uint8Array(fs.readFileSync(process.argv[3]));
const readable = { size: async () => BigInt(bytes.length), read: async (at, size) => bytes.subarray(Number(at), Number(at + size)) };
const parts = [];
let size = 0n;
const writable = {
  position: () => size,
  write: async (part) => {
    parts.push(part.slice());
    size += BigInt(part.length);
  },
};

async function main() {
  const decompressHandlers = { zstd: (buffer, length) => fzstd.decompress(buffer, new Uint8Array(Number(length))) };
  const reader = await McapIndexedReader.Initialize({ readable, decompressHandlers });
  const writer = new McapWriter({ writable, useChunks: process.argv[5] === "chunks", chunkSize: 5000 });
  await writer.start(reader.header);
  for await (const attachment of reader.readAttachments()) await writer.addAttachment(attachment);
  for await (const metadata of reader.readMetadata()) await writer.addMetadata(metadata);
  const channels = new Map();
  for (const channel of reader.channelsById.values()) {
    const schemaId = await writer.registerSchema(reader.schemasById.get(channel.schemaId));
    channels.set(channel.id, await writer.registerChannel({ ...channel, schemaId }));
  }
  for await (const message of reader.readMessages()) await writer.addMessage({ ...message, channelId: channels.get(message.channelId) });
  await writer.end();
  fs.writeFileSync(process.argv[4], Buffer.concat(parts));
}

main().catch((problem) => {
  console.error(problem);
  process.exit(1);
});
