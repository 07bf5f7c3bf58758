/// Kernels measured on one core, beside oneDNN and the peak of the core.
@NullMarked
package dev.loupe.bench;

import org.jspecify.annotations.NullMarked;
