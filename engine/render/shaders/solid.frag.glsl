in vec3 v_position;
in vec3 v_local;
in vec3 v_normal;
in vec2 v_uv;
in vec4 v_color;
in vec4 v_material;
out vec4 o_color;

uniform vec4 u_display;      // needle length mm, motor 0/1, brightness, cartridge 0/1
uniform vec4 u_highlight;    // accent colour, strength
uniform float u_used;
uniform vec3 u_focus;        // what is looked at stands in the lamp's pool of light

// Seven segments, `at` in 0..1 by 0..2.
float segment(vec2 at, vec2 from, vec2 to) {
    vec2 d = to - from;
    float t = saturate(dot(at - from, d) / dot(d, d));
    return smoothstep(0.13, 0.08, length(at - from - t * d));
}
float digit(vec2 at, int value) {
    const int kOn[10] = int[10](0x3F, 0x06, 0x5B, 0x4F, 0x66, 0x6D, 0x7D, 0x07, 0x7F, 0x6F);
    int on = kOn[value];
    float lit = 0.0;
    if ((on & 1) != 0) lit = max(lit, segment(at, vec2(0.22, 1.85), vec2(0.78, 1.85)));
    if ((on & 2) != 0) lit = max(lit, segment(at, vec2(0.86, 1.75), vec2(0.86, 1.1)));
    if ((on & 4) != 0) lit = max(lit, segment(at, vec2(0.86, 0.9), vec2(0.86, 0.25)));
    if ((on & 8) != 0) lit = max(lit, segment(at, vec2(0.22, 0.15), vec2(0.78, 0.15)));
    if ((on & 16) != 0) lit = max(lit, segment(at, vec2(0.14, 0.9), vec2(0.14, 0.25)));
    if ((on & 32) != 0) lit = max(lit, segment(at, vec2(0.14, 1.75), vec2(0.14, 1.1)));
    if ((on & 64) != 0) lit = max(lit, segment(at, vec2(0.22, 1.0), vec2(0.78, 1.0)));
    return lit;
}
// The pen's display: the needle length along the handle, a bar that shows the motor.
vec3 display_light(vec2 uv) {
    vec2 at = vec2((1.0 - uv.y) * 29.0, uv.x * 12.0);            // mm, reading along the handle
    int hundredths = int(floor(u_display.x * 100.0 + 0.5));
    float lit = 0.0;
    vec2 cell = vec2(3.7, 6.4);
    vec2 first = vec2(3.2, 3.6);
    lit = max(lit, digit((at - first) / cell * vec2(1.0, 2.0), (hundredths / 100) % 10));
    lit = max(lit, smoothstep(0.62, 0.45, length(at - first - vec2(4.9, 0.45))));
    lit = max(lit, digit((at - first - vec2(6.0, 0.0)) / cell * vec2(1.0, 2.0), (hundredths / 10) % 10));
    lit = max(lit, digit((at - first - vec2(10.8, 0.0)) / cell * vec2(1.0, 2.0), hundredths % 10));
    vec3 glow = lit * vec3(0.85, 1.0, 0.98) * 1.3;
    float dot_lamp = smoothstep(1.5, 1.1, length(at - vec2(24.2, 6.8)));
    glow += dot_lamp * mix(vec3(0.10, 0.12, 0.13), vec3(0.10, 0.95, 0.80) * 1.5, u_display.y);
    float bar = step(1.4, at.y) * step(at.y, 2.1) * step(3.0, at.x) * step(at.x, 26.0);
    glow += bar * mix(vec3(0.06, 0.08, 0.09), vec3(0.08, 0.62, 0.56), u_display.y * step(at.x, 20.0));
    return glow * u_display.z;
}
// Print that says "this is text" from a distance: a heading band and lines of words.
vec3 print_on(vec3 band, vec2 uv) {
    vec3 paper = vec3(0.86, 0.865, 0.87);
    float rows = 14.0;
    float row = floor(uv.y * rows);
    float word = hash12(vec2(floor(uv.x * 22.0 + 3.0 * row), row));
    float line = step(0.30, fract(uv.y * rows)) * step(fract(uv.y * rows), 0.72);
    float ink = line * step(0.25, word) * step(0.08, uv.x) * step(uv.x, 0.92 - 0.3 * hash12(vec2(row, 4.0)));
    float width = fwidth(uv.y * rows);
    ink = mix(ink, 0.3, saturate(width * 1.5));
    vec3 c = mix(paper, vec3(0.20, 0.22, 0.25), ink * step(uv.y, 0.70) * 0.75);
    return mix(c, band, step(0.76, uv.y));
}

void main() {
    float covers = covers_needles(v_position);
    vec3 view = normalize(u_eye - v_position);
    vec3 n = normalize(v_normal);
    if (!gl_FrontFacing) n = -n;
    float rough = max(v_material.x, 0.06), metal = v_material.y;
    int finish = int(v_material.z * 255.0 + 0.5);
    float ao = v_material.w > 0.0 ? v_material.w : 1.0;
    vec3 albedo = v_color.rgb;
    float alpha = v_color.a;
    vec3 glow = vec3(0.0);
    float cloth = 0.0;

    if (finish == 1) {
        albedo = vec3(0.008, 0.010, 0.012);
        glow = display_light(v_uv);
    } else if (finish == 2) {
        cloth = 1.0;
        vec2 at = abs(n.z) > 0.6 ? v_local.xy : (abs(n.x) > 0.6 ? v_local.yz : v_local.xz);
        float weave = sin(at.x * 7.0) * sin(at.y * 7.0);
        float fade = saturate(1.6 - 2.2 * length(fwidth(at)));
        float fuzz = hash12(floor(at * 3.0)) - 0.5;
        albedo *= 1.0 + 0.10 * weave * fade + 0.05 * fuzz * fade;
    } else if (finish == 3) {
        float grain = hash12(vec2(floor(v_local.y * 6.0), floor(v_local.x * 0.06)));
        rough = mix(rough, rough + 0.16, grain);
    } else if (finish == 5) {
        albedo = print_on(albedo, v_uv);
    } else if (finish == 6) {
        glow = albedo * (0.55 + 0.45 * smoothstep(0.0, 1.0, v_uv.y));
        albedo *= 0.1;
    } else if (finish == 7) {
        albedo *= 0.97 + 0.05 * hash12(floor(v_local.xy * 2.0));
    }
    albedo = mix(albedo, albedo * vec3(0.86, 0.80, 0.78), u_used * 0.4 * cloth);

    float shadow = shadow_at(v_position, n) * pen_shadow(v_position, u_key_direction);
    float n_l = dot(n, u_key_direction);
    float lit = mix(saturate(n_l), saturate((n_l + 0.3) / 1.3), cloth);
    float rim = saturate(dot(n, u_rim_direction));
    vec3 from_focus = v_position - u_focus;
    float pool = mix(0.55, 1.0, 1.0 / (1.0 + dot(from_focus, from_focus) / 810000.0));
    vec3 key_color = u_key_color * pool;
    ao *= pool;
    vec3 diffuse = key_color * lit * shadow + (room_light(n) + u_rim_color * rim * rim * 0.6) * ao;
    vec3 color = albedo * (1.0 - metal) * diffuse;

    float n_v = saturate(dot(n, view)) + 0.02;
    vec3 h = normalize(view + u_key_direction);
    float l = saturate(n_l);
    float spec = ggx(saturate(dot(n, h)), rough) * visibility(l, n_v, rough) * l * shadow;
    vec3 f0 = mix(vec3(0.04), albedo, metal);
    vec3 f = f0 + (1.0 - f0) * pow(1.0 - saturate(n_v), 5.0) * (1.0 - 0.8 * rough);
    vec3 mirror = room_mirror(reflect(-view, n), saturate(rough * 1.4));
    float specular_share = 1.0 - 0.85 * cloth;
    color += (key_color * min(spec, 4.0) * f0 + mirror * f * mix(0.9, 1.15, metal)) * ao * specular_share;
    color += cloth * albedo * pow(1.0 - saturate(n_v), 3.0) * 0.22 * room_light(n) * 2.0 * ao;
    if (finish == 4) {  // film and clear plastic: seen by its edges and what it mirrors
        float edge = pow(1.0 - saturate(n_v), 2.0);
        alpha = saturate(alpha + 0.45 * edge + dot(mirror * f + spec * f0 * key_color, vec3(0.33)));
    }
    color += glow;
    color = mix(color, u_highlight.rgb, u_highlight.a * (0.10 + 0.9 * pow(1.0 - saturate(n_v), 1.6)));
    alpha = shade_alpha(alpha, covers, 1.0 - saturate(n_v));
    o_color = vec4(to_display(color), alpha);
}
