/// From edges to classes: what parts of the input layers see, and what excites their channels.
@NullMarked
package dev.loupe.explain.hierarchy;

import org.jspecify.annotations.NullMarked;
