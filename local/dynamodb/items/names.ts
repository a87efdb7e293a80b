/**
 * Makes an object whose names are the client's: nothing is inherited, so that an attribute may be called `constructor`, and
 * `__proto__` is a name like any other. It is as quick to make and to read as a plain object, which `Object.create(null)` is not.
 */
export const Names = function Names() {} as unknown as new <Value>() => Record<string, Value>;
Names.prototype = Object.freeze(Object.create(null));
