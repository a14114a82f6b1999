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

    float corner = smoothstep(0.45, 0.95, abs(flat_at.x));
    float nasal = saturate(flat_at.x * u_nasal);
    float veins = smoothstep(0.62, 0.85, noise(vec2(flat_at.x * 9.0 + 3.0 * noise(flat_at * 7.0), flat_at.y * 26.0)));
    vec3 sclera = vec3(0.43, 0.415, 0.40);
    sclera *= mix(vec3(1.0), vec3(0.98, 0.74, 0.70), corner * (0.35 + 0.5 * nasal));
    sclera *= mix(vec3(1.0), vec3(0.95, 0.62, 0.58), veins * corner * 0.55);
    vec3 albedo = mix(iris, sclera, smoothstep(0.94, 1.08, limbus));
    if (front < 0.0) albedo = sclera;

    // Lids and lashes shade the ball, most from above.
    float lid = smoothstep(0.42, -0.06, flat_at.y) * smoothstep(-0.75, -0.20, flat_at.y);
    lid = 0.22 + 0.78 * lid;
    lid *= 1.0 - 0.5 * smoothstep(0.5, 0.95, abs(flat_at.x));
    vec3 n = out_dir;
    float n_l = saturate((dot(n, u_key_direction) + 0.25) / 1.25);
    vec3 color = albedo * (u_key_color * n_l * mix(shadow_at(v_position, n), 1.0, 0.4) * 0.85 + room_light(n)) * lid;

    vec3 n_wet = normalize(v_normal);
    float n_v = saturate(dot(n_wet, view)) + 0.02;
    vec3 mirror = room_mirror(reflect(-view, n_wet), 0.0);
    color += mirror * fresnel(0.035, n_v) * 1.7 * (0.25 + 0.75 * lid);
    vec3 h = normalize(view + u_key_direction);
    color += u_key_color * min(ggx(saturate(dot(n_wet, h)), 0.09), 24.0) * 0.02 * smoothstep(0.2, 0.6, lid);
    o_color = vec4(to_display(color), 1.0);
}
