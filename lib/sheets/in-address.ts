/**
 * So many people at most are named in an address; more are meant by their team, import or rotation. Not in the schema,
 * since the staff list needs it in the browser and zod with it would be a sixth of that page.
 */
export const mostInAddress = 100;
