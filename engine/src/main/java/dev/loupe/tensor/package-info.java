/// Shapes, dense float tensors on heap arrays, seeds, and the error that teaches.
@NullMarked
package dev.loupe.tensor;

import org.jspecify.annotations.NullMarked;
