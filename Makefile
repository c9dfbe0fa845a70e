# Shortcuts; each is one Maven command.
.PHONY: verify format systems coverage

verify:
	./mvnw verify

format:
	./mvnw spotless:apply

systems:
	./mvnw verify -Psystems

coverage: verify
	@echo core/build-checks/target/site/jacoco-aggregate/index.html
