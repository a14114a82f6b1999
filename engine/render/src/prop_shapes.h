// What the things about the couch are made of, by where they come from. Each stands on z = 0 with its label towards -y;
// sizes are those of the real things, in mm. `used`: emptied, stained or crumpled.
#pragma once

#include "shape.h"

namespace np::render {

inline const Material kWhitePlastic{{236, 238, 239}, 0.36F, 0.0F};
inline const Material kSteel{{190, 195, 200}, 0.26F, 1.0F, Finish::kBrushed};
inline const Material kDarkPlastic{{34, 39, 45}, 0.40F, 0.0F};
inline const Material kPaperWhite{{234, 233, 228}, 0.85F, 0.0F, Finish::kPaper};
inline const Material kInk{{38, 44, 52}, 0.6F, 0.0F};

// liquid_shapes.cpp
void cleanser_shape(ShapeBuilder& b);
void anaesthetic_shape(ShapeBuilder& b, bool used);
void antiseptic_shape(ShapeBuilder& b);
void saline_shape(ShapeBuilder& b);
void gel_shape(ShapeBuilder& b, bool used);
void serum_shape(ShapeBuilder& b);

// pack_shapes.cpp
void cartridge_pack_shape(ShapeBuilder& b, bool sealed);
void sleeve_pack_shape(ShapeBuilder& b);
void gauze_shape(ShapeBuilder& b, bool used);
void cool_mask_shape(ShapeBuilder& b);
void gloves_box_shape(ShapeBuilder& b);
void mask_box_shape(ShapeBuilder& b);
void sharps_shape(ShapeBuilder& b);
void bin_shape(ShapeBuilder& b);

}  // namespace np::render
