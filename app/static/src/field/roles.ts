// Roles (角色) as far as they choose a home; what one may do, the server says by `offered`.

export const isAnswering = (role: string): boolean => role === "town" || role === "department";
