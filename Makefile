# Shortcuts; each is one Maven command.
.PHONY: verify format systems coverage install staging

verify:
	./mvnw verify

format:
	./mvnw spotless:apply

systems:
	./mvnw verify -Psystems

coverage:
	./mvnw verify -Pcoverage
	@echo core/build-checks/target/site/jacoco-aggregate/index.html

# Into the local repository, for hosts on this machine.
install:
	./mvnw -q -Pquick,demo install -pl core/bom,adapters-spring,adapters-spring/test,adapters-spring/web -am

# A release that is published nowhere: signed by the default key of gpg, into target/staging.
staging:
	./mvnw deploy -Prelease,sign,demo -DaltDeploymentRepository=staging::file://$(CURDIR)/target/staging
