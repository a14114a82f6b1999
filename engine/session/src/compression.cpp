#include "compression.h"

#include <zstd.h>

#include <string>

namespace np::session {

Packer::Packer(int level) : context_(ZSTD_createCCtx()) {
    auto* context = static_cast<ZSTD_CCtx*>(context_);
    if (context != nullptr) ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level);
}

Packer::~Packer() {
    ZSTD_freeCCtx(static_cast<ZSTD_CCtx*>(context_));
}

Status Packer::pack(std::span<const std::byte> bytes, std::vector<std::byte>& packed) {
    if (context_ == nullptr) return cannot("no memory to compress the record; close other programs");
    packed.resize(ZSTD_compressBound(bytes.size()));
    const std::size_t size =
        ZSTD_compress2(static_cast<ZSTD_CCtx*>(context_), packed.data(), packed.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(size) != 0)
        return cannot(std::string("could not compress the record: ") + ZSTD_getErrorName(size));
    packed.resize(size);
    return {};
}

std::uint64_t frame_size(std::span<const std::byte> packed) {
    // Unknown and error are the two largest numbers.
    return ZSTD_getFrameContentSize(packed.data(), packed.size());
}

Unpacker::Unpacker() : context_(ZSTD_createDCtx()) {}

Unpacker::~Unpacker() {
    ZSTD_freeDCtx(static_cast<ZSTD_DCtx*>(context_));
}

Status Unpacker::unpack(std::span<const std::byte> packed, std::uint64_t size, std::vector<std::byte>& bytes) {
    if (context_ == nullptr) return cannot("no memory to unpack the record; close other programs");
    // Both sizes are claims of the file; only where they agree is memory set aside. One frame of ours always states its
    // size.
    if (ZSTD_getFrameContentSize(packed.data(), packed.size()) != size ||
        ZSTD_findFrameCompressedSize(packed.data(), packed.size()) != packed.size())
        return no("packed bytes are damaged: their frame does not have the stated size");
    bytes.resize(static_cast<std::size_t>(size));
    const std::size_t got = ZSTD_decompressDCtx(static_cast<ZSTD_DCtx*>(context_), bytes.data(), bytes.size(),
                                                packed.data(), packed.size());
    if (ZSTD_isError(got) != 0) return no(std::string("packed bytes are damaged: ") + ZSTD_getErrorName(got));
    if (got != size) return no("packed bytes are damaged: they hold less than was stated");
    return {};
}

}  // namespace np::session
