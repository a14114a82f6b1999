layout(location = 0) in vec3 a_position;
layout(location = 1) in vec3 a_normal;
layout(location = 2) in vec2 a_uv;
layout(location = 3) in float a_ao;
layout(location = 4) in vec4 a_masks;   // lips, orbit, ear, nostril
layout(location = 5) in vec4 a_nature;  // flush, pores, stubble, old
layout(location = 6) in vec4 a_tone;    // unevenness of colour, grease
uniform sampler2D u_map0;
uniform float u_swelling_mm;
uniform vec4 u_dent;        // xyz axis into the skin, w = depth, mm
uniform vec4 u_drag;        // xyz direction, w = mm
uniform vec4 u_hand;        // xyz the free hand's place, w = 1 when it is there
uniform vec4 u_hand_pull;   // xyz direction, w = mm
out vec3 v_position;
out vec3 v_normal;
out vec2 v_uv;
out float v_ao;
out vec4 v_masks;
out vec4 v_nature;
out vec4 v_tone;
#ifdef LITE
out vec3 v_key;
out vec3 v_room;
out float v_pen;
#endif

void main() {
    vec3 p = a_position;
    vec3 n = a_normal;
    bool on_atlas = a_uv.x >= 0.0 && a_uv.x <= 1.0 && a_uv.y >= 0.0 && a_uv.y <= 1.0;
    if (on_atlas) p += a_normal * u_swelling_mm * textureLod(u_map0, a_uv, 0.0).a;
    if (u_pen_tip.w > 0.5) {
        vec3 d = p - u_pen_tip.xyz;
        float near = exp(-dot(d, d) / 60.0);
        p += (u_dent.xyz * u_dent.w + u_drag.xyz * u_drag.w * exp(-dot(d, d) / 380.0)) * near;
        n = normalize(n + u_dent.w * near * 0.05 * d);
    }
    if (u_hand.w > 0.5) {
        vec3 d = p - u_hand.xyz;
        float near = max(0.0, 1.0 - dot(d, d) / 2500.0);  // nothing beyond 50 mm
        p += u_hand_pull.xyz * u_hand_pull.w * near * near;
    }
    v_position = p;
    v_normal = n;
    v_uv = a_uv;
    v_ao = a_ao;
    v_masks = a_masks;
    v_nature = a_nature;
    v_tone = a_tone - 128.0 / 255.0;
#ifdef LITE
    SkinLight light = skin_light(n, n, a_ao, 1.0);
    v_key = light.key;
    v_room = light.room;
    v_pen = pen_shadow(p, u_key_direction);
#endif
    gl_Position = u_view_projection * vec4(p, 1.0);
}
