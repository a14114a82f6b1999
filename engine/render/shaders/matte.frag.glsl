// Cloth, pillow, couch: large and plain, so cheap. Drawn with solid.vert.
in vec3 v_position;
in vec3 v_local;
in vec3 v_normal;
in vec2 v_uv;
in vec4 v_color;
in vec4 v_material;
out vec4 o_color;
uniform vec4 u_head_blob;    // middle of the head and its radius: rests on pillow and couch

void main() {
    vec3 n = normalize(v_normal);
    vec3 view = normalize(u_eye - v_position);
    if (dot(n, view) < 0.0 && !gl_FrontFacing) n = -n;
    float ao = v_material.w > 0.0 ? v_material.w : 1.0;
    vec3 albedo = v_color.rgb;
#ifndef LITE
    vec2 at = abs(n.z) > 0.6 ? v_local.xy : (abs(n.x) > 0.6 ? v_local.yz : v_local.xz);
    float fade = saturate(1.6 - 2.2 * length(fwidth(at)));
    albedo *= 1.0 + (0.10 * sin(at.x * 7.0) * sin(at.y * 7.0) + 0.05 * (hash12(floor(at * 3.0)) - 0.5)) * fade;
#endif
    vec3 to_head = u_head_blob.xyz - v_position;
    float d2 = dot(to_head, to_head) / max(u_head_blob.w * u_head_blob.w, 1.0);
    float blob = 1.0 - step(0.5, u_head_blob.w) * 0.75 * saturate(dot(n, normalize(to_head)) * 0.5 + 0.5) / (1.0 + d2 * d2 * 0.45);
    float lit = saturate((dot(n, u_key_direction) + 0.3) / 1.3);
    float rim = saturate(dot(n, u_rim_direction));
    vec3 light = u_key_color * lit * shadow_at(v_position, n) + (room_light(n) + u_rim_color * rim * rim * 0.6) * ao * blob;
    float edge = 1.0 - saturate(dot(n, view));
    o_color = vec4(to_display(albedo * light * (1.0 + 0.4 * edge * edge * edge)), 1.0);
}
