/** What stands for a secret wherever people or logs see it. */
export const SECRET_TEXT = "[secret]";
