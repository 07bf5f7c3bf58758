/// Immutable graphs: building, gradients, passes, memory plan, and the program that runs them.
@NullMarked
package dev.loupe.graph;

import org.jspecify.annotations.NullMarked;
