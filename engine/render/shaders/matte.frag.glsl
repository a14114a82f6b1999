// Cloth, pillow, couch: large and plain, so cheap. Drawn with solid.vert.
in vec3 v_position;
in vec3 v_local;
in vec3 v_normal;
in vec2 v_uv;
in vec4 v_color;
in vec4 v_material;
out vec4 o_color;
uniform vec4 u_head_blob;    // middle of the head and its radius: rests on pillow and couch

// The lamp is as wide as the head, so on pillow and couch the head's shadow has no edge: how much of the lamp is seen
// past a head and neck of this radius.
float past_head(vec3 p) {
    vec3 nape = u_head_blob.xyz - vec3(0.0, 1.15 * u_head_blob.w, -0.35 * u_head_blob.w);
    vec3 along = nape - u_head_blob.xyz, from = p - u_head_blob.xyz;
    // Where the ray to the lamp comes nearest to the line from the head to the neck.
    float b = dot(u_key_direction, along), c = dot(along, along), d = dot(u_key_direction, from), e = dot(along, from);
    float t = saturate((e - b * d) / max(c - b * b, 1.0));
    float s = max(0.0, b * t - d);
    float gap = length(from + s * u_key_direction - t * along);
    float wide = 8.0 + 0.42 * s;
    float radius = u_head_blob.w * mix(0.95, 0.62, t);
    return mix(1.0, smoothstep(radius - wide, radius + wide, gap), smoothstep(0.0, 30.0, s));
}

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
    float shadow = u_head_blob.w > 0.5 ? past_head(v_position) : mix(0.25, 1.0, shadow_at(v_position, n));
    vec3 light = u_key_color * lit * shadow + (room_light(n) + u_rim_color * rim * rim * 0.6) * ao * blob;
    float edge = 1.0 - saturate(dot(n, view));
    o_color = vec4(to_display(albedo * light * (1.0 + 0.4 * edge * edge * edge)), 1.0);
}
