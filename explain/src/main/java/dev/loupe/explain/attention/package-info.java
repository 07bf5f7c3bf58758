/// Looking into transformers: which tokens look at which, and what of that speaks for an answer.
@NullMarked
package dev.loupe.explain.attention;

import org.jspecify.annotations.NullMarked;
