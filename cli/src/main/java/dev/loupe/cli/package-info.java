/// The command line `loupe`. The environment is read here and nowhere else.
@NullMarked
package dev.loupe.cli;

import org.jspecify.annotations.NullMarked;
