/// The test ladder: problems, double-precision oracles, and the checks that run over all of them.
@NullMarked
package dev.loupe.testkit;

import org.jspecify.annotations.NullMarked;
