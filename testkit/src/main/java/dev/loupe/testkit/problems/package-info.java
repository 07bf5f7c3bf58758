/// The problem lists: one row a problem, one file a family of ops.
@NullMarked
package dev.loupe.testkit.problems;

import org.jspecify.annotations.NullMarked;
