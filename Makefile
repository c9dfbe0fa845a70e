# Shortcuts; each is one Maven command.
.PHONY: verify format long coverage

verify:
	./mvnw verify

format:
	./mvnw spotless:apply

long:
	./mvnw verify -Plong

coverage: verify
	@echo examples/build-checks/target/site/jacoco-aggregate/index.html
