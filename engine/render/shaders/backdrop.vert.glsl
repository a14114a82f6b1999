// The view ray of every corner in the room's axes: to the patient's left, to the head end, up.
out vec2 v_at;
out vec3 v_ray;
uniform vec3 u_ray_forward, u_ray_right, u_ray_up;   // in the room's axes, the latter two as long as half the picture
void main() {
    vec2 corner = vec2(float((gl_VertexID << 1) & 2), float(gl_VertexID & 2));
    v_at = corner;
    v_ray = u_ray_forward + (corner.x * 2.0 - 1.0) * u_ray_right + (corner.y * 2.0 - 1.0) * u_ray_up;
    gl_Position = vec4(corner * 2.0 - 1.0, 1.0, 1.0);
}
