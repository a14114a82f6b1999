// Gloved hands: they cover much of the picture while the needles run, so they are cheap. Drawn with solid.vert.
in vec3 v_position;
in vec3 v_local;
in vec3 v_normal;
in vec2 v_uv;
in vec4 v_color;
in vec4 v_material;
out vec4 o_color;

void main() {
    float covers = covers_needles(v_position);
    bool is_sleeve = v_material.z > 8.5 / 255.0;
    if (is_sleeve && 1.0 - smoothstep(0.25, 0.97, v_uv.y) <= threshold()) discard;
    vec3 view = normalize(u_eye - v_position);
    vec3 n = normalize(v_normal);
    if (dot(n, view) < 0.0 && !gl_FrontFacing) n = -n;
    float shine = is_sleeve ? 0.0 : 1.0;
#ifndef LITE
    vec3 k = v_local * 0.62;   // fine crinkles of the nitrile
    n = normalize(n + shine * 0.045 * vec3(sin(k.y + 2.0 * sin(0.7 * k.z)), sin(k.z + 2.0 * sin(0.7 * k.x)), sin(k.x + 2.0 * sin(0.7 * k.y))));
#endif
    float ao = v_material.w > 0.0 ? v_material.w : 1.0;
    float lit = saturate((dot(n, u_key_direction) + 0.15) / 1.15);
    float rim = saturate(dot(n, u_rim_direction));
    vec3 color = v_color.rgb * (u_key_color * lit * mix(0.55, 1.0, ao) + (room_light(n) + u_rim_color * rim * rim * 0.6) * ao);
    // A soft lamp in a satin surface: a wide lobe, and the dim room along the edges.
    float glance = saturate(dot(n, normalize(view + u_key_direction)));
    float g2 = glance * glance, g4 = g2 * g2, g16 = g4 * g4 * g4 * g4;
    float edge = 1.0 - saturate(dot(n, view)), e2 = edge * edge;
    color += shine * ao * (u_key_color * (0.10 * g16 * g4 + 0.035 * g4 * g2) * lit + room_light(n) * 0.30 * e2 * e2 * edge);
    color += (1.0 - shine) * v_color.rgb * 0.3 * e2 * edge * room_light(n) * ao;
    o_color = vec4(to_display(color), shade_alpha(1.0, covers, edge));
}
