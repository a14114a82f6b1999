in vec3 v_position;
in vec3 v_normal;
in vec2 v_uv;
in float v_ao;
in vec4 v_masks;
in vec4 v_nature;
in vec4 v_tone;
#ifdef LITE
in vec3 v_key;
in vec3 v_room;
in float v_pen;
#endif
out vec4 o_color;

uniform sampler2D u_map0, u_map1, u_map2, u_overlay, u_detail, u_lesions, u_lesion_height;
uniform vec2 u_grid;             // cells
uniform float u_overlay_strength;
uniform vec3 u_skin;             // albedo of this skin type, linear
uniform vec3 u_lip;
uniform float u_melanin;         // 0 type I .. 1 type VI
uniform vec3 u_blood;            // what a unit of visible redness dims
uniform float u_flush, u_oil, u_old;
uniform vec4 u_dent;
uniform vec2 u_seed;             // shifts the person's own texture
uniform float u_silicone;        // 1: practice pad

// Punctures as points, beads of blood on those that bleed: r = closed puncture, g = blood, b = height of a bead.
vec3 puncture_marks(vec2 cell, float per_cell, float bleeding) {
    vec2 width = max(fwidth(cell), vec2(1e-4));
    float pixel = max(width.x, width.y);
    vec3 marks = vec3(0.0);
    const float kSub = 2.0;      // places per cell and direction; a point stays within its place, a bead within its cell
    vec2 at = cell * kSub;
    vec2 id = floor(at);
    float size = hash12(id + 29.0);
    vec2 middle = id + 0.5 + 0.66 * (vec2(hash12(id + 3.1), hash12(id + 9.7)) - 0.5);
    float radius = mix(0.034, 0.070, size);                       // mm
    float soft = max(0.025, pixel), far = radius / (radius + pixel);
    float here = step(hash12(id + 17.0), 1.0 - exp(-0.16 * per_cell)) * step(0.002, per_cell);
    marks.r = here * smoothstep(radius + soft, radius - soft, length(at - middle) / kSub) * min(1.0, 1.6 * far) * mix(0.35, 1.0, fract(size * 31.7));

    id = floor(cell);
    middle = id + 0.5 + 0.44 * (vec2(hash12(id + 23.1), hash12(id + 49.7)) - 0.5);
    size = hash12(id + 5.3);
    radius = mix(0.10, 0.26, size * saturate(0.35 + bleeding));
    float d = length(cell - middle) / radius;
    soft = max(0.12, pixel / radius);
    here = step(fract(size * 57.3), bleeding * 0.9) * step(0.002, bleeding);
    marks.g = here * smoothstep(1.0 + soft, 1.0 - soft, d) * min(1.0, 1.3 / soft);
    marks.b = here * sqrt(max(0.0, 1.0 - d * d));
    return marks;
}

#ifdef OVERLAY
uniform sampler2D u_zones;       // of each cell, as a share of 255
uniform float u_zone_lines;
uniform float u_overlay_plain;

vec4 same(vec4 zones, float zone) {
    return vec4(lessThan(abs(zones - zone), vec4(0.001)));
}

// The overlay as filtering would mix the four cells around, but only those of the zone that weighs most here: colours end
// where zones do. `lead`: by how much it outweighs the next zone, 0 on the border, 1 where there is only one.
vec4 map_at(vec2 uv, out float lead) {
    ivec2 last = textureSize(u_overlay, 0) - 1;
    vec2 at = uv * vec2(last + 1) - 0.5;
    ivec2 a = clamp(ivec2(floor(at)), ivec2(0), last), b = min(a + 1, last);
    vec2 part = clamp(at - vec2(a), 0.0, 1.0);
    vec4 weight = vec4((1.0 - part.x) * (1.0 - part.y), part.x * (1.0 - part.y), (1.0 - part.x) * part.y, part.x * part.y);
    vec4 zone = vec4(texelFetch(u_zones, a, 0).r, texelFetch(u_zones, ivec2(b.x, a.y), 0).r,
                     texelFetch(u_zones, ivec2(a.x, b.y), 0).r, texelFetch(u_zones, b, 0).r);
    vec4 share = vec4(dot(weight, same(zone, zone.x)), dot(weight, same(zone, zone.y)), dot(weight, same(zone, zone.z)), dot(weight, same(zone, zone.w)));
    float most = max(max(share.x, share.y), max(share.z, share.w));
    float first = share.x == most ? zone.x : share.y == most ? zone.y : share.z == most ? zone.z : zone.w;
    vec4 inside = same(zone, first), others = share * (1.0 - inside);
    lead = most - max(max(others.x, others.y), max(others.z, others.w));
    weight *= inside / most;
    return weight.x * texelFetch(u_overlay, a, 0) + weight.y * texelFetch(u_overlay, ivec2(b.x, a.y), 0) +
           weight.z * texelFetch(u_overlay, ivec2(a.x, b.y), 0) + weight.w * texelFetch(u_overlay, b, 0);
}
#endif

void main() {
    vec3 view = normalize(u_eye - v_position);
    vec3 n_smooth = normalize(v_normal);
    if (!gl_FrontFacing) n_smooth = -n_smooth;
    bool on_atlas = v_uv.x >= 0.0 && v_uv.x <= 1.0 && v_uv.y >= 0.0 && v_uv.y <= 1.0;
    float covered = on_atlas ? 1.0 : 0.0;
    vec2 uv = clamp(v_uv, 0.0, 1.0);
    vec2 cell = uv * u_grid;                                   // about a millimetre each
    vec2 mm = on_atlas ? cell : v_position.xy + v_position.z * vec2(0.7, -0.3);
    float lips = v_masks.x, orbit = v_masks.y, ear = v_masks.z, nostril = v_masks.w;

    vec4 fine = texture(u_detail, mm / 23.0 + u_seed);
    vec4 coarse = texture(u_detail, mm / 97.0 + u_seed.yx);
    vec4 m0 = vec4(0.0), m1 = vec4(0.0), m2 = vec4(0.0);
#ifdef WORKED
    m0 = texture(u_map0, uv) * covered;   // erythema, blood, channels, swelling
    m1 = texture(u_map1, uv) * covered;   // gel, antiseptic, cream, dirt
    m1.xy *= smoothstep(vec2(0.02), vec2(0.5), m1.xy + 0.45 * (coarse.a - 0.5));  // a film has no straight edge
    m1.z *= smoothstep(0.06, 0.62, m1.z + 0.75 * (coarse.a - 0.5) + 0.30 * (fine.a - 0.5));  // nor has what fingers spread
    m2 = texture(u_map2, uv) * covered;   // pinpoints, make-up, blanch, crust
#endif

    // Colour: pigment, then blood, then what lies on top. What dims is summed as logarithms.
    float cover_up = m2.y * 0.75;
    float grain = (coarse.a - 0.5) * 0.35 + (fine.a - 0.5) * 0.3;
    vec3 dims = v_tone.rgb * 2.55 + grain * mix(vec3(0.10, 0.14, 0.16), vec3(0.20, 0.22, 0.23), u_melanin);
    float flushed = u_flush * v_nature.x * (1.0 - 0.7 * ear) * (0.25 + 0.24 * coarse.a) * (1.0 - 0.75 * u_melanin);
    flushed *= 1.0 - 0.8 * min(1.0, 1.8 * m0.r);   // the same vessels: they can open but once
    dims = (dims + flushed * u_blood) * (1.0 - cover_up);
#ifdef WORKED
    // Redness is blotched, strongest round the follicles, and frays at its border. What is pressed or cooled pales.
    float pale = m2.z;
    if (u_pen_tip.w > 0.5) {
        vec3 d = v_position - u_pen_tip.xyz;
        pale = max(pale, saturate(1.2 * u_dent.w) * exp(-dot(d, d) / 26.0));
    }
    float redness = m0.r * (0.22 + 1.42 * coarse.a + 0.5 * (1.0 - fine.b)) * smoothstep(-0.12, 0.30, m0.r + 0.5 * (coarse.a - 0.5));
    redness *= 0.82 * (1.0 - 0.5 * cover_up) * (1.0 - 0.9 * pale);
    dims += redness * u_blood - pale * 0.10 * (1.0 - 0.6 * u_melanin) * u_blood;
#else
    const float redness = 0.0;
#endif
    dims += v_nature.z * vec3(0.42, 0.38, 0.32) * (0.55 + 1.6 * (1.0 - fine.b));               // hair in and under the skin
    vec3 lip_dims = (coarse.a - 0.5) * vec3(0.22, 0.30, 0.28) + v_tone.rgb * 1.5 + redness * 0.25 * u_blood;
    float on_lip = smoothstep(0.18, 0.82, lips + 0.16 * (coarse.a - 0.5)) * 0.92;
    vec3 albedo = mix(u_skin, u_lip, on_lip) * exp(-mix(dims, lip_dims, on_lip));
    albedo *= mix(vec3(1.0), vec3(0.16, 0.10, 0.09), smoothstep(0.40, 0.95, nostril));

#ifndef LITE
    // The practice pad carries a fine printed grid, 10 mm apart.
    vec2 to_line = abs(fract(cell / 10.0 + 0.5) - 0.5) * 10.0;
    vec2 line_width = max(fwidth(cell), vec2(0.02));
    vec2 on_line = smoothstep(vec2(0.10) + line_width, vec2(0.10), to_line) * min(vec2(1.0), 0.22 / line_width);
    albedo *= 1.0 - u_silicone * 0.22 * max(on_line.x, on_line.y);
#endif
    vec3 n = n_smooth;
    float cavity = 1.0;
    float lesion_gloss = 0.0;
#ifndef LITE
    // Frame of the texture on the surface, from screen derivatives.
    vec3 dp_x = dFdx(v_position), dp_y = dFdy(v_position);
    vec2 duv_x = dFdx(mm), duv_y = dFdy(mm);
    vec3 across = cross(dp_y, n_smooth), along = cross(n_smooth, dp_x);
    vec3 tangent = across * duv_x.x + along * duv_y.x;
    vec3 bitangent = across * duv_x.y + along * duv_y.y;
    float scale = inversesqrt(max(max(dot(tangent, tangent), dot(bitangent, bitangent)), 1e-12));
    tangent *= scale;
    bitangent *= scale;
    float relief = mix(0.25, 1.25, v_nature.y) * (1.0 - 0.75 * lips) * (1.0 - 0.5 * orbit) + 0.35 * v_nature.w * u_old;
    relief *= mix(1.0, 0.30, u_silicone);
    vec2 slope = (fine.xy - 0.5) * 1.05 * relief + (coarse.xy - 0.5) * 0.30 * relief;
    vec4 furrow = texture(u_detail, vec2(mm.x / 8.0, mm.y / 70.0) + u_seed);  // furrows run across the lips
    slope = mix(slope, vec2(furrow.x - 0.5, 0.25 * (furrow.y - 0.5)) * 1.3, lips);
    albedo *= 1.0 - 0.22 * lips * (1.0 - furrow.b);
    slope *= 1.0 - 0.85 * max(m1.x, 0.8 * m1.z);
    cavity = 1.0 - (1.0 - fine.b) * 0.55 * min(1.0, relief) * (1.0 - m1.x) * (1.0 - 0.7 * m2.y);
    albedo *= mix(vec3(1.0), vec3(cavity), vec3(0.14, 0.24, 0.28));
#endif
#ifdef LESIONS
    vec2 bump = texture(u_lesion_height, uv).rg * covered;
#ifndef LITE
    slope += bump;
#endif
#endif
#ifdef LESIONS
    {
        vec4 spot = texture(u_lesions, uv) * covered;
        float shown = 1.0 - cover_up;
        // The texture holds how much each channel is dimmed (128 of 255 = not at all), alpha = gloss.
        albedo *= exp((spot.rgb - 128.0 / 255.0) * 5.0 * shown * covered);
        lesion_gloss = spot.a * covered;
    }
#endif

    // On the skin.
    float dust = m1.w * (0.35 + 0.65 * smoothstep(0.45, 0.7, fine.a));
    albedo = mix(albedo, albedo * vec3(0.66, 0.64, 0.60), dust * 0.55);
    albedo = mix(albedo, u_skin * vec3(1.03, 0.98, 0.93), m2.y * 0.55 * (1.0 - lips));
    float crust = m2.w * smoothstep(0.42, 0.66, fine.a * 0.6 + coarse.a * 0.5);
    albedo = mix(albedo, albedo * vec3(0.55, 0.36, 0.28), crust * 0.8);
    // The thinner, the more skin shows through: rubbed out unevenly at its edge.
    float cream = 1.0 - exp(-4.2 * max(0.0, m1.z * m1.z * (0.55 + 0.9 * coarse.a) - 0.05 * fine.a));
    float wet = max(m1.x, max(0.55 * m1.y, 0.8 * m0.g));
    float film = 0.0;
    vec3 marks = vec3(0.0);
#ifdef WORKED
    albedo *= mix(vec3(1.0), vec3(0.955, 0.935, 0.925), wet * (1.0 - u_silicone));
    // A burn: coagulated skin, white and dull, with a ragged rim.
    float burnt = smoothstep(0.66, 0.90, m2.z + 0.30 * (fine.a - 0.5) + 0.16 * (coarse.a - 0.5));
    albedo = mix(albedo, mix(vec3(0.78, 0.73, 0.67), u_skin * 1.25, 0.45) * (0.90 + 0.20 * fine.a), 0.80 * burnt);
    marks = puncture_marks(cell, m0.b * 16.0, max(m2.x, 0.30 * m0.g)) * covered;
    marks.r *= 1.0 - 0.6 * m1.x;
    // Blood lies thin and clear, thicker in the skin's furrows and where hand or cloth drew it out to streaks.
    if (m0.g > 0.004) {
        vec2 drawn_out = vec2(0.93 * mm.x - 0.37 * mm.y, 0.37 * mm.x + 0.93 * mm.y) / vec2(17.0, 96.0);
        float streak = texture(u_detail, drawn_out + u_seed).a - 0.5;
        float thick = m0.g * smoothstep(0.0, 0.40, m0.g + 0.9 * streak + 0.35 * (coarse.a - 0.5));
        film = thick * (0.14 + 0.86 * smoothstep(0.38, 0.95, 0.50 * thick + 0.45 * coarse.a + 0.30 * (fine.a - 0.5) + 1.1 * streak));
    }
    albedo *= exp(-film * vec3(0.24, 1.75, 1.60));
    vec3 puncture = mix(mix(vec3(0.40, 0.045, 0.04), u_skin * 0.30, 0.55 * u_melanin), u_skin * 0.45, u_silicone);
    albedo = mix(albedo, puncture * (1.0 - 0.55 * film), marks.r * 0.75);
    albedo = mix(albedo, mix(vec3(0.42, 0.014, 0.016), vec3(0.22, 0.006, 0.009), marks.b), marks.g);
    albedo = mix(albedo, vec3(0.80, 0.80, 0.775) * (0.93 + 0.14 * fine.a), cream * (1.0 - 0.7 * marks.g));
#endif

#ifdef LITE
    // Where the light grazes, the coarse map would show its own pattern.
    float shadow = mix(1.0, shadow_at(v_position, n_smooth), smoothstep(0.02, 0.30, dot(n_smooth, u_key_direction))) * v_pen;
#ifdef LESIONS
    // Light per vertex knows no relief: its flanks are shaded as they lean to the light.
    vec3 diffuse = skin_shaded(SkinLight(v_key * clamp(1.0 - 0.9 * dot(bump, u_key_direction.xy), 0.5, 1.5), v_room), shadow);
#else
    vec3 diffuse = skin_shaded(SkinLight(v_key, v_room), shadow);
#endif
    cavity = mix(1.0, fine.b, 0.35 * v_nature.y);
    albedo *= mix(0.9, 1.0, cavity);
    n = normalize(n_smooth + vec3((fine.xy - 0.5) * 0.22 * v_nature.y * (1.0 - m1.x), 0.0));
#else
    n = normalize(n_smooth - tangent * slope.x - bitangent * slope.y);
    vec3 n_red = normalize(mix(n, n_smooth, 0.75));
    float pen = pen_shadow(v_position, u_key_direction);
    float shadow = shadow_at(v_position, n_smooth) * pen;
    vec3 diffuse = skin_shaded(skin_light(n, n_red, v_ao, mix(1.0, 0.75, u_silicone)), shadow);
    diffuse *= mix(1.0, pen, 0.12);
    // Light that comes through the ear.
    float through = ear * saturate(dot(-n_smooth, u_rim_direction) * 0.6 + 0.2) * (1.0 - 0.8 * u_melanin);
    diffuse += through * u_rim_color * vec3(0.75, 0.20, 0.12) * 0.45;
#endif
    vec3 color = albedo * diffuse;

    // Gloss: skin's own two lobes, then the wet coat.
    float n_v = saturate(dot(n, view)) + 0.02;
    vec3 h = normalize(view + u_key_direction);
    float n_l = saturate(dot(n, u_key_direction)), n_h = saturate(dot(n, h)), v_h = saturate(dot(view, h));
    float gloss = mix(1.25, 2.6, u_oil * v_nature.y) * (1.0 - 0.8 * cream) * (1.0 - 0.35 * m2.y) * (1.0 - 0.7 * crust);
    gloss *= mix(1.0, 1.35, lips) * (1.0 - 0.9 * nostril) * max(0.3, 1.0 + 3.4 * v_tone.w * (1.0 - lips) + 1.1 * (coarse.a - 0.5));
    float rough = mix(0.47, 0.36, max(lips * 0.8, 0.6 * u_oil * v_nature.y)) + 0.06 * u_silicone;
    float open = v_ao * cavity;
    float broad = ggx(n_h, rough) * visibility(n_l, n_v, rough);
#ifdef LITE
    float lobe = fresnel(0.028, v_h) * broad * n_l * shadow;
#else
    float tight = ggx(n_h, 0.30) * visibility(n_l, n_v, 0.30);
    float lobe = fresnel(0.028, v_h) * (0.80 * broad + 0.20 * tight) * n_l * shadow;
#endif
    color += u_key_color * lobe * gloss * open * 0.95;
    float edge = fresnel(0.028, n_v) * (1.0 - 0.55 * rough);
#ifdef LITE
    color += 0.25 * u_ambient * edge * gloss * open * open;
#else
    color += room_mirror(reflect(-view, n), 0.75) * edge * gloss * open * open * 1.0;
    vec3 h_rim = normalize(view + u_rim_direction);
    float rim_l = saturate(dot(n, u_rim_direction));
    color += u_rim_color * fresnel(0.028, saturate(dot(view, h_rim))) * ggx(saturate(dot(n, h_rim)), 0.5) * visibility(rim_l, n_v, 0.5) * rim_l * gloss * v_ao;
#endif

#if defined(WORKED) || defined(LESIONS)
    float coat = max(max(m1.x, 0.45 * m1.y), max(max(0.75 * film, marks.g), 0.7 * lesion_gloss)) * (1.0 - 0.85 * cream);
    if (coat > 0.003) {
        // A film of gel is pulled into soft waves.
        vec2 wave = vec2(sin(0.71 * mm.x + 1.9 * sin(0.33 * mm.y)), sin(0.63 * mm.y + 1.6 * sin(0.41 * mm.x)));
        vec3 n_coat = normalize(mix(n, n_smooth, 0.30 + 0.55 * m1.x) + 0.045 * m1.x * vec3(wave, 0.0));
#ifndef LITE
        // Thick gel ends in a rounded edge.
        vec2 rise = vec2(dFdx(m1.x), dFdy(m1.x));
        n_coat = normalize(n_coat - (across * rise.x + along * rise.y) * scale * 0.4);
#endif
        float c_v = saturate(dot(n_coat, view)) + 0.02, c_h = saturate(dot(n_coat, h)), c_l = saturate(dot(n_coat, u_key_direction));
        float r = mix(0.26, 0.13, max(m1.x, marks.g));
        float shine = ggx(c_h, r) * visibility(c_l, c_v, r) * c_l * fresnel(0.04, v_h) * shadow;
        color *= 1.0 - coat * fresnel(0.04, c_v) * 0.8;
#ifdef LITE
        vec3 mirrored = 0.30 * u_ambient;
#else
        vec3 mirrored = room_mirror(reflect(-view, n_coat), r);
#endif
        color += coat * (u_key_color * min(shine, 2.2) * 0.55 + mirrored * fresnel(0.04, c_v) * 1.1) * v_ao;
    }

#endif

    vec3 shown = to_display(color);
#ifdef OVERLAY
    {
        float lead;
        vec4 map = map_at(uv, lead) * covered;
        // The map keeps its own colours under any light; a little of the shape stays to read the face by.
        float shape = mix(0.80 + 0.20 * saturate(dot(diffuse, vec3(0.42))), 1.0, u_overlay_plain);
        float strength = mix(map.a, step(0.004, map.a), u_overlay_plain);
        shown = mix(shown, map.rgb / max(map.a, 0.004) * shape, strength * u_overlay_strength);
        // Between zones a light line in a dark one, as wide as the screen's pixels ask for.
        vec2 across_cells = fwidth(cell);
        float wide = 2.0 * min(0.45, 1.25 * max(across_cells.x, across_cells.y));
        float on_border = u_zone_lines * u_overlay_strength * covered * step(lead, 0.999);
        shown = mix(shown, vec3(0.045, 0.06, 0.075), 0.55 * on_border * smoothstep(2.0 * wide, 1.0 * wide, lead));
        shown = mix(shown, vec3(0.94, 0.96, 0.97), 0.80 * on_border * smoothstep(0.9 * wide, 0.3 * wide, lead));
    }
#endif
    o_color = vec4(shown, 1.0);
}
