// The peers that contact queries are measured against. Only the benchmark knows them.
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "needlepoint/geometry/surface.h"

namespace np::cli {

class Yardsticks {
  public:
    explicit Yardsticks(const geometry::TriangleMesh& mesh);
    ~Yardsticks();

    bool has_embree() const;
    // Sums of hit distances, so that nothing is optimised away.
    double embree_rays(std::span<const geometry::Ray> rays) const;
    double embree_closest(std::span<const geometry::Vec3> points) const;
    double bullet_rays(std::span<const geometry::Ray> rays) const;

  private:
    struct Peers;
    std::unique_ptr<Peers> peers_;
};

}  // namespace np::cli
