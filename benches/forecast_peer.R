# The council's method the way an analyst would write it in base R: the peer that
# `cargo bench --bench forecast` runs beside vardkraft, on the same two files.
entrants <- read.csv("seeds/example_entrants.csv", check.names = FALSE, encoding = "UTF-8")
frequencies <- read.csv("seeds/example_frequencies.csv", check.names = FALSE, encoding = "UTF-8")
programmes <- read.csv("data/programmes.csv", check.names = FALSE, encoding = "UTF-8")
names(entrants) <- c("programme", "lasar", "region", "entrants", "basis")
names(frequencies) <- c("programme", "frequency", "frequency_basis")

entrants$begins <- as.integer(substr(entrants$lasar, 1, 4))
base <- max(entrants$begins) + 1
rows <- merge(entrants, frequencies, by = "programme")
rows <- merge(rows, programmes[c("programme", "lag_years", "horizon_years")], by = "programme")
rows$year <- rows$begins + rows$lag_years
rows <- rows[rows$year > base & rows$year <= base + rows$horizon_years, ]
rows$graduates <- rows$entrants * rows$frequency

regions <- aggregate(cbind(entrants, graduates) ~ programme + region + year, rows, sum)
country <- aggregate(cbind(entrants, graduates) ~ programme + year, rows, sum)
country$region <- "Riket"
result <- rbind(regions, country[names(regions)])
result <- result[order(result$programme, result$region, result$year), ]
write.csv(result, stdout(), row.names = FALSE)
