// The finished picture as a camera's lens would give it: what lies far before or behind the face is spread over a disc. A
// point takes part as far as its own disc reaches; what lies behind spreads no farther than what it would cover.
out vec4 o_color;
uniform sampler2D u_picture, u_depth;
uniform vec2 u_texel;
uniform vec2 u_planes;    // near and far, mm
uniform float u_focus;    // mm from the eye
uniform float u_sharp;    // so far before and behind all is sharp, mm
uniform float u_widest;   // radius of a disc infinitely far away, pixels

float distance_at(vec2 at) {
    float d = texture(u_depth, at).r;
    return u_planes.x * u_planes.y / (u_planes.y - d * (u_planes.y - u_planes.x));
}
float disc(float distance_mm) {
    float off = max(0.0, abs(distance_mm - u_focus) - u_sharp);
    return u_widest * min(1.0, off / distance_mm);
}
void main() {
    vec2 at = gl_FragCoord.xy * u_texel;
    float here = distance_at(at), own = disc(here);
    vec4 sum = vec4(texture(u_picture, at).rgb, 1.0);
    const int kPoints = 48;
    for (int i = 0; i < kPoints; ++i) {   // on a sunflower's spiral: as dense in the middle as at the rim
        float r = u_widest * sqrt((float(i) + 0.5) / float(kPoints)), turn = 2.39996 * float(i);
        vec2 there = at + r * u_texel * vec2(cos(turn), sin(turn));
        float away = distance_at(there), reach = disc(away);
        if (away > here) reach = min(reach, own);
        sum += vec4(texture(u_picture, there).rgb, 1.0) * smoothstep(r - 1.0, r + 1.0, reach);
    }
    o_color = vec4(sum.rgb / sum.a, 1.0);
}
