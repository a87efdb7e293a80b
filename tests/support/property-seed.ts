import fc from "fast-check";

/**
 * Property tests draw the same examples on every run, so that a landing is judged by the change and not by luck.
 * `FAST_CHECK_SEED=random` looks for new examples, and a number repeats what such a run has found.
 */
const wish = process.env["FAST_CHECK_SEED"];
if (wish !== "random") fc.configureGlobal({ seed: wish === undefined ? 20_261_121 : Number(wish) });
