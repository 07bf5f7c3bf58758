/// Attributions: which parts of a sample a target of a network depends on, by several methods.
@NullMarked
package dev.loupe.explain.method;

import org.jspecify.annotations.NullMarked;
