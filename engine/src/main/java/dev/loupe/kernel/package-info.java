/// Geometry records and the loops that compute: a plain reference and a vector kernel for each op.
@NullMarked
package dev.loupe.kernel;

import org.jspecify.annotations.NullMarked;
