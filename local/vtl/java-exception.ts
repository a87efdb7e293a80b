/** Java's own exception, whose text the template's error repeats. */
export class JavaException extends Error {
  override readonly name = "JavaException";
}
