// What every stage shares: the lights of the room, the way light becomes a pixel. The back end puts the version line before it.
uniform mat4 u_view_projection;
uniform vec3 u_eye;
uniform vec3 u_key_direction;   // towards the light, unit
uniform vec3 u_key_side, u_key_up;  // complete its frame
uniform vec3 u_key_color;
uniform vec3 u_rim_direction;
uniform vec3 u_rim_color;
uniform vec3 u_ambient;         // factor on the room's own light
uniform mat4 u_shadow_matrix;
uniform float u_shadow_texel;   // mm
uniform vec4 u_pen_tip;         // mm; w = 1 when there is a pen
uniform vec4 u_pen_end;         // upper end of that part of the pen that shades; w = radius

float saturate(float x) { return clamp(x, 0.0, 1.0); }
float hash12(vec2 p) {
    vec3 q = fract(vec3(p.xyx) * 0.1031);
    q += dot(q, q.yzx + 33.33);
    return fract((q.x + q.y) * q.z);
}

// Light of the room without the key: warm from the ceiling, cool from the walls, little from below.
vec3 room_light(vec3 n) {
    float up = n.y * 0.55 + n.z * 0.65;
    vec3 light = mix(vec3(0.105, 0.112, 0.125), vec3(0.46, 0.465, 0.475), saturate(0.5 + 0.5 * up));
    light += vec3(0.05, 0.042, 0.036) * saturate(-n.y);         // bounce from gown and sheet
    light += vec3(0.055, 0.065, 0.08) * saturate(abs(n.x) - 0.2);
    return light * u_ambient;
}

// What a mirror would see: a large soft box overhead, a strip at the side, a dim room. `blur` 0..1.
vec3 room_mirror(vec3 r, float blur) {
    float front = dot(r, u_key_direction);
    vec2 at = vec2(dot(r, u_key_side), dot(r, u_key_up)) / max(front, 0.05);
    float soft = 0.05 + 0.8 * blur;
    vec2 box = smoothstep(vec2(0.46, 0.30) + soft, vec2(0.46, 0.30) - soft, abs(at));
    float lamp = front > 0.0 ? box.x * box.y : 0.0;
    const vec3 left = vec3(-0.8521, 0.1504, 0.5012);
    float strip = smoothstep(0.90 - 0.5 * blur, 0.97, dot(r, left));
    float up_dir = r.y * 0.55 + r.z * 0.65;
    vec3 room = mix(vec3(0.03, 0.035, 0.045), vec3(0.20, 0.205, 0.21), saturate(0.5 + 0.5 * up_dir));
    return (room * u_ambient + strip * vec3(0.30, 0.34, 0.40) * u_ambient) + lamp * u_key_color * mix(5.0, 0.55, sqrt(blur));
}

// Occlusion of the key by the lower part of the pen, as a capsule; soft with the distance and gone after 36 mm, so that a
// frame in which only the pen moves has to be drawn again only there.
float pen_shadow(vec3 p, vec3 to_light) {
    if (u_pen_tip.w < 0.5) return 1.0;
    vec3 u = to_light * 260.0;
    vec3 v = u_pen_end.xyz - u_pen_tip.xyz;
    vec3 w = p - u_pen_tip.xyz;
    float a = dot(u, u), b = dot(u, v), c = dot(v, v), d = dot(u, w), e = dot(v, w);
    float s = saturate((b * e - c * d) / max(a * c - b * b, 1.0));
    float t = saturate((b * s + e) / c);
    s = saturate((b * t - d) / a);
    vec3 gap = w + s * u - t * v;
    float distance_mm = length(gap);
    float radius = mix(4.8, u_pen_end.w, smoothstep(0.13, 0.66, t));
    float blur = 1.5 + 0.16 * s * 260.0;
    float shade = smoothstep(radius - blur, radius + blur, distance_mm);
    float far_mm = s * 260.0;
    return mix(1.0, shade, (1.0 - smoothstep(12.0, 36.0, far_mm)) / (1.0 + 0.012 * far_mm));
}

// Linear light to what the screen takes. Below the shoulder colours pass unchanged, so skin keeps its hue; highlights
// roll off and lose their colour only near white.
vec3 to_display(vec3 c) {
    float low = min(c.r, min(c.g, c.b));
    float offset = low < 0.08 ? low - 6.25 * low * low : 0.04;
    c -= offset;
    float peak = max(c.r, max(c.g, c.b));
    const float start = 0.76 - 0.04;
    if (peak > start) {
        const float room = 1.0 - start;
        float pressed = 1.0 - room * room / (peak + room - start);
        c *= pressed / peak;
        float wash = 1.0 - 1.0 / (0.15 * (peak - pressed) + 1.0);
        c = mix(c, vec3(pressed), wash);
    }
    c = clamp(c, 0.0, 1.0);
    // sRGB by square roots, within half a step of the exact curve: a power is dear on processors.
    vec3 r1 = sqrt(c), r2 = sqrt(r1), r3 = sqrt(r2);
    vec3 curve = 0.662002687 * r1 + 0.684122060 * r2 - 0.323583601 * r3 - 0.022541147 * c;
    return mix(12.92 * c, curve, step(vec3(0.0031308), c));
}
vec3 from_srgb(vec3 c) { return mix(c / 12.92, pow((c + 0.055) / 1.055, vec3(2.4)), step(vec3(0.04045), c)); }

float ggx(float n_h, float roughness) {
    float a = roughness * roughness, a2 = a * a;
    float d = n_h * n_h * (a2 - 1.0) + 1.0;
    return a2 / (3.14159 * d * d);
}
// Smith's shadowing, divided by 4 (n.l)(n.v) already.
float visibility(float n_l, float n_v, float roughness) {
    float k = 0.5 * roughness * roughness;
    return 0.25 / ((n_l * (1.0 - k) + k) * (n_v * (1.0 - k) + k));
}
float fresnel(float f0, float v_h) {
    float x = 1.0 - saturate(v_h);
    float x2 = x * x;
    return f0 + (1.0 - f0) * x2 * x2 * x;
}
