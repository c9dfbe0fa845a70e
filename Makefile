# Shortcuts; everything here is one Maven command or one script.
.PHONY: verify format long reproducible coverage

verify:
	./mvnw verify

format:
	./mvnw spotless:apply

long:
	./mvnw verify -Plong

reproducible:
	.ci/reproducible

coverage: verify
	@echo examples/coverage/target/site/jacoco-aggregate/index.html
