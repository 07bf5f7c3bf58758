module dev.loupe.models {
}
