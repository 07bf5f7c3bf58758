/// Readers fed with what a fuzzer makes: a value or a clear error, nothing else.
@NullMarked
package dev.loupe.fuzz;

import org.jspecify.annotations.NullMarked;
