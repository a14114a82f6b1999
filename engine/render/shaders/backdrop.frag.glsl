// A calm room out of focus. The view ray meets the inside of a box: floor with the lamp's pool of light, walls that are
// washed from above, and on each face two blurred things (window, cabinet, shelf, mat). Values are those of the display.
in vec2 v_at;
in vec3 v_ray;
out vec4 o_color;
uniform vec3 u_stand;    // the eye in the room's axes, mm
uniform float u_floor;   // height of what lies below: the floor, or the table under the practice pad
uniform float u_room;    // 1 room, 0 plain gradient
float soft_box(vec2 p, vec4 box, float blur) {   // middle, half size
    vec2 d = clamp((box.zw - abs(p - box.xy)) / blur + 0.5, 0.0, 1.0);
    d *= d * (3.0 - 2.0 * d);
    return d.x * d.y;
}
void main() {
    const vec3 kHigh = vec3(0.1216, 0.1412, 0.1647), kLow = vec3(0.0667, 0.0824, 0.0980);   // where there is no room
    vec3 plain = mix(kLow, kHigh, smoothstep(0.0, 1.0, v_at.y));

    // Walls: window side, other side; foot and head end; floor and ceiling.
    vec3 low = vec3(-1650.0, -2900.0, u_floor), high = vec3(1750.0, 1250.0, 1750.0);
    vec3 to = mix(low, high, step(vec3(0.0), v_ray));
    vec3 t3 = (to - u_stand) / (v_ray + vec3(1e-5));
    float t = min(t3.x, min(t3.y, t3.z));
    vec3 p = u_stand + t * v_ray;
    bool is_floor = t3.z <= t, is_side = !is_floor && t3.x <= t;

    // On the face that is met: where, its own shade, a bright thing and a dark thing on it.
    vec2 at = is_floor ? p.xy : vec2(is_side ? p.y : p.x, p.z);
    float rise = clamp((p.z - u_floor) / 2800.0, 0.0, 1.0);
    vec3 c = mix(vec3(0.455, 0.478, 0.500), vec3(0.640, 0.660, 0.676), rise * rise * (3.0 - 2.0 * rise));
    vec4 bright = vec4(-250.0, 420.0, 380.0, 470.0), dark = vec4(-700.0, -720.0, 900.0, 330.0);   // head end: picture, low cabinet
    vec3 glow = vec3(0.070, 0.073, 0.075), shade = vec3(0.76, 0.77, 0.79);
    float blur = 220.0;
    if (is_side) {
        bool window = p.x < 0.0;
        blur = window ? 260.0 : 300.0;
        bright = window ? vec4(-150.0, 300.0, 620.0, 560.0) : vec4(-420.0, 320.0, 620.0, 90.0);      // window, or a lit shelf
        glow = window ? vec3(0.130, 0.140, 0.150) : vec3(0.100, 0.090, 0.074);
        dark = window ? vec4(-150.0, -900.0, 2400.0, 60.0) : vec4(-520.0, -560.0, 760.0, 470.0);   // skirting, or a cabinet
    }
    if (is_floor) {
        float reach = u_floor < -300.0 ? 1.0 : 9.0;
        vec2 from_lamp = (at - vec2(60.0, 120.0)) * reach / vec2(1500.0, 1250.0);
        float pool = 1.0 / (1.0 + dot(from_lamp, from_lamp) * 2.2);
        c = mix(vec3(0.480, 0.496, 0.512), vec3(0.605, 0.620, 0.634), pool * sqrt(pool));
        bright = vec4(-720.0, 640.0, 300.0, 620.0);      // what falls in through the window
        glow = vec3(0.072, 0.078, 0.086) * (reach < 2.0 ? 1.0 : 0.0);
        dark = vec4(0.0, -760.0, 330.0, 800.0);            // under the couch
        shade = vec3(reach < 2.0 ? 0.84 : 1.0);
        blur = 420.0;
    }
    c += glow * soft_box(at, bright, blur) * (is_side && p.x < 0.0 ? 0.95 + 0.05 * cos(at.y * 0.040) : 1.0);   // blinds
    c *= mix(vec3(1.0), shade, soft_box(at, dark, blur * 0.7));
    // Corners of the room hold less light.
    vec3 gap = min(p - low, high - p);
    float corner = min(max(gap.x, gap.y), min(max(gap.x, gap.z), max(gap.y, gap.z)));
    c *= 0.87 + 0.13 * smoothstep(0.0, 420.0, corner);
    c = mix(plain, c, u_room);
    c += (hash12(gl_FragCoord.xy) - 0.5) / 255.0;   // no bands in the gradient
    o_color = vec4(c, 1.0);
}
