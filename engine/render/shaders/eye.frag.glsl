// Drawn on the eyeball with solid.vert; the iris lies a little behind the cornea.
in vec3 v_position;
in vec3 v_local;
in vec3 v_normal;
in vec2 v_uv;
in vec4 v_color;
in vec4 v_material;
out vec4 o_color;
uniform vec3 u_center, u_gaze;
uniform float u_radius;
uniform vec3 u_iris_inner, u_iris_outer;
uniform float u_nasal;   // +1: the nose lies towards +x
const int kPlaces = 9;   // as in lid_opening.h
const float kReach = 0.92;
uniform float u_lower_lid[kPlaces], u_upper_lid[kPlaces];

// The edges of the lids beside a place: lower, upper.
vec2 lids_at(float x) {
    float at = clamp((x / kReach * 0.5 + 0.5) * float(kPlaces - 1), 0.0, float(kPlaces - 1) - 0.001);
    int i = int(at);
    return mix(vec2(u_lower_lid[i], u_upper_lid[i]), vec2(u_lower_lid[i + 1], u_upper_lid[i + 1]), smoothstep(0.0, 1.0, fract(at)));
}

float noise(vec2 p) {
    vec2 i = floor(p), f = fract(p);
    f = f * f * (3.0 - 2.0 * f);
    return mix(mix(hash12(i), hash12(i + vec2(1.0, 0.0)), f.x), mix(hash12(i + vec2(0.0, 1.0)), hash12(i + vec2(1.0, 1.0)), f.x), f.y);
}

void main() {
    vec3 view = normalize(u_eye - v_position);
    vec3 out_dir = normalize(v_position - u_center);
    vec3 side = normalize(cross(vec3(0.0, 1.0, 0.0), u_gaze));
    vec3 up = cross(u_gaze, side);
    // Where the ray, bent a little by the cornea, meets the plane of the iris.
    vec3 bent = normalize(-view * 0.72 - out_dir * 0.28);
    float plane = 0.90 * u_radius;
    float depth = (dot(v_position - u_center, u_gaze) - plane) / max(-dot(bent, u_gaze), 0.3);
    vec3 on_iris = v_position + bent * depth - u_center;
    vec2 at = vec2(dot(on_iris, side), dot(on_iris, up)) / u_radius;
    vec2 flat_at = vec2(dot(out_dir, side), dot(out_dir, up));
    float front = dot(out_dir, u_gaze);
    const float kIris = 0.425;
    float r = length(at) / kIris;
    float limbus = length(flat_at) / kIris;
    float angle = atan(at.y, at.x);

    float fibers = noise(vec2(angle * 17.0, r * 3.0)) * 0.6 + noise(vec2(angle * 41.0, r * 5.0)) * 0.4;
    float collar = smoothstep(0.30, 0.52, r + 0.10 * (noise(vec2(angle * 7.0, 2.0)) - 0.5));
    vec3 iris = mix(u_iris_inner, u_iris_outer, collar) * (0.55 + 0.9 * fibers);
    iris *= 1.0 - 0.72 * smoothstep(0.74, 1.02, r);                     // limbal ring
    iris *= smoothstep(0.335, 0.385, r);                                // pupil
    vec2 to_light = normalize(vec2(dot(u_key_direction, side), dot(u_key_direction, up)) + 1e-4);
    iris *= 0.8 + 0.55 * saturate(0.5 - dot(at / kIris, to_light) * 0.8);  // light gathers opposite to where it enters

    vec2 lids = lids_at(flat_at.x);
    float below_upper = lids.y - flat_at.y, above_lower = flat_at.y - lids.x;
    float corner = smoothstep(0.42, 0.92, abs(flat_at.x));
    float nasal = saturate(flat_at.x * u_nasal);
    float veins = smoothstep(0.60, 0.85, noise(vec2(flat_at.x * 9.0 + 3.0 * noise(flat_at * 7.0), flat_at.y * 26.0)));
    float beside_lid = exp(-7.0 * max(min(below_upper, above_lower), 0.0));
    vec3 sclera = vec3(0.385, 0.368, 0.352);
    sclera *= mix(vec3(1.0), vec3(0.98, 0.72, 0.67), saturate(corner * (0.35 + 0.5 * nasal) + 0.55 * beside_lid));
    sclera *= mix(vec3(1.0), vec3(0.95, 0.60, 0.56), veins * saturate(corner + 0.25) * 0.5);
    vec3 albedo = mix(iris, sclera, smoothstep(0.93, 1.09, limbus));
    if (front < 0.0) albedo = sclera;

    // The lids and their lashes shade the ball, the upper one far down.
    float lid = mix(0.20, 1.0, smoothstep(-0.02, 0.34, below_upper)) * mix(0.55, 1.0, smoothstep(-0.02, 0.12, above_lower));
    lid *= 1.0 - 0.45 * smoothstep(0.5, 0.95, abs(flat_at.x));
    vec3 n = out_dir;
    float n_l = saturate((dot(n, u_key_direction) + 0.25) / 1.25);
    vec3 color = albedo * (u_key_color * n_l * mix(shadow_at(v_position, n), 1.0, 0.4) * 0.85 + room_light(n)) * lid;

    vec3 n_wet = normalize(v_normal);
    float n_v = saturate(dot(n_wet, view)) + 0.02;
    vec3 mirror = room_mirror(reflect(-view, n_wet), 0.0);
    color += mirror * fresnel(0.035, n_v) * 1.7 * (0.25 + 0.75 * lid);
    vec3 h = normalize(view + u_key_direction);
    color += u_key_color * min(ggx(saturate(dot(n_wet, h)), 0.09), 24.0) * 0.02 * smoothstep(0.2, 0.6, lid);
    // Tears stand along the lower lid and in the inner corner: a thin round edge that mirrors the lamp.
    float tears = smoothstep(0.075, 0.03, above_lower) * smoothstep(-0.05, 0.0, above_lower) * step(lids.x, lids.y - 0.05);
    color = mix(color, color * 0.80 + (u_key_color * 0.34 + 0.5 * u_ambient * 0.30) * (0.55 + 0.45 * noise(vec2(flat_at.x * 6.0, 1.0))), 0.62 * tears * (1.0 - 0.5 * corner * (1.0 - nasal)));
    o_color = vec4(to_display(color), 1.0);
}
