// Everything that happens to a block on its way to the disk. Lives in the caller's thread or in the recorder's own.
#pragma once

#include "block.h"
#include "closing.h"
#include "output_file.h"

namespace np::session {

class BlockWriter {
  public:
    explicit BlockWriter(OutputFile file, ColumnForm form = ColumnForm::kNarrow) : file_(std::move(file)) {
        encoder_.set_form(form);
    }
    // Writes a channel as an earlier version did; before the first block.
    Status take(const mcap::Schema& earlier) { return encoder_.take(earlier); }

    Status write_head(const Meta& meta);
    Status write_block(sdk::Tick first_tick, sdk::Tick end_tick, const sdk::EventBuffer& inputs,
                       const sdk::EventBuffer& events);
    Status write_end(const StationKey* key);

  private:
    Status append(std::span<const std::byte> bytes);
    Digest chain_point();

    OutputFile file_;
    // The README tells what other levels cost and save.
    Packer packer_{-1};
    BlockEncoder encoder_;
    Summary summary_;
    Sha256 since_point_ = Sha256().add(Digest{});
    std::uint32_t crc_ = 0;
    BlockContent content_;
    std::vector<std::byte> packed_, out_;
};

}  // namespace np::session
