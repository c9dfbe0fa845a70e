package dev.cartable.pdf;

import static java.util.Objects.requireNonNull;

import dev.cartable.school.model.School;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How a school's documents look, whatever they are about, and who signs them. Immutable and safe for use by several threads. */
public final class DocumentDesign {
    private static final String DEFAULT_COLOUR = "#1f4e79";
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");
    private static final int LONGEST = 500;

    /** What follows the public address of the application, before the code. */
    private static final String PATH = "verify/";

    private static final DocumentDesign DEFAULTS =
            new DocumentDesign(DEFAULT_COLOUR, null, null, null, "", "", "", null);

    private final String colour;
    private final @Nullable Picture logo;
    private final @Nullable Picture signature;
    private final @Nullable Picture stamp;
    private final String contact;
    private final String signatory;
    private final String verificationAddress;
    private final @Nullable AddressWindow addressWindow;

    private DocumentDesign(
            String colour,
            @Nullable Picture logo,
            @Nullable Picture signature,
            @Nullable Picture stamp,
            String contact,
            String signatory,
            String verificationAddress,
            @Nullable AddressWindow addressWindow) {
        this.colour = colour;
        this.logo = logo;
        this.signature = signature;
        this.stamp = stamp;
        this.contact = contact;
        this.signatory = signatory;
        this.verificationAddress = verificationAddress;
        this.addressWindow = addressWindow;
    }

    /** Dark blue, without pictures; signed by the head of the school. */
    public static DocumentDesign defaults() {
        return DEFAULTS;
    }

    /**
     * With another colour, for titles and lines. It should be dark, since it is written with on white.
     *
     * @param value such as {@code #1f4e79}
     * @throws IllegalArgumentException if it is written otherwise
     */
    public DocumentDesign withColour(String value) {
        if (!COLOUR.matcher(value).matches()) {
            throw new IllegalArgumentException("the colour '" + value + "' is not written like " + DEFAULT_COLOUR);
        }
        return new DocumentDesign(
                value.toLowerCase(Locale.ROOT),
                logo,
                signature,
                stamp,
                contact,
                signatory,
                verificationAddress,
                addressWindow);
    }

    /** With the school's logo, at most 22 mm wide and 20 mm high. */
    public DocumentDesign withLogo(Picture picture) {
        return new DocumentDesign(
                colour,
                requireNonNull(picture, "picture"),
                signature,
                stamp,
                contact,
                signatory,
                verificationAddress,
                addressWindow);
    }

    /** With the picture of a signature, at most 34 mm wide and 24 mm high. */
    public DocumentDesign withSignature(Picture picture) {
        return new DocumentDesign(
                colour,
                logo,
                requireNonNull(picture, "picture"),
                stamp,
                contact,
                signatory,
                verificationAddress,
                addressWindow);
    }

    /** With the picture of the school's stamp, at most 34 mm wide and 24 mm high. */
    public DocumentDesign withStamp(Picture picture) {
        return new DocumentDesign(
                colour,
                logo,
                signature,
                requireNonNull(picture, "picture"),
                contact,
                signatory,
                verificationAddress,
                addressWindow);
    }

    /**
     * With what stands below the school's name, such as its address: one line or more.
     *
     * @throws IllegalArgumentException if it has more than {@value #LONGEST} characters
     */
    public DocumentDesign withContact(String text) {
        return new DocumentDesign(
                colour,
                logo,
                signature,
                stamp,
                checked("contact", text),
                signatory,
                verificationAddress,
                addressWindow);
    }

    /**
     * With who signs, such as « Mme Aïssatou Diallo, proviseure ».
     *
     * @throws IllegalArgumentException if it has more than {@value #LONGEST} characters
     */
    public DocumentDesign withSignatory(String text) {
        return new DocumentDesign(
                colour,
                logo,
                signature,
                stamp,
                contact,
                checked("signatory", text),
                verificationAddress,
                addressWindow);
    }

    /**
     * With the address at which a document is verified, such as {@code https://school.example/verify/}. The code follows it in the QR
     * code; without an address, the QR code has the code alone.
     *
     * @throws IllegalArgumentException if it does not begin with {@code https://} or {@code http://}
     */
    public DocumentDesign withVerificationAddress(String address) {
        if (!address.startsWith("https://") && !address.startsWith("http://")) {
            throw new IllegalArgumentException("the address '" + address + "' does not begin with https://");
        }
        return new DocumentDesign(
                colour,
                logo,
                signature,
                stamp,
                contact,
                signatory,
                checked("verification address", address),
                addressWindow);
    }

    /** With the page {@value #PATH} of the application at this address as the one at which a document is verified. */
    public DocumentDesign withPublicUrl(URI publicUrl) {
        String base = publicUrl.toString();
        return withVerificationAddress(base + (base.endsWith("/") ? "" : "/") + PATH);
    }

    /** With the window of the envelopes on this side. Without it, where it is usual: at the right in French, otherwise at the left. */
    public DocumentDesign withAddressWindow(AddressWindow window) {
        return new DocumentDesign(
                colour,
                logo,
                signature,
                stamp,
                contact,
                signatory,
                verificationAddress,
                requireNonNull(window, "window"));
    }

    private static String checked(String what, String text) {
        String stripped = text.strip();
        if (stripped.length() > LONGEST) {
            throw new IllegalArgumentException("the " + what + " has more than " + LONGEST + " characters");
        }
        return stripped;
    }

    String colour() {
        return colour;
    }

    /** The colour on white, so light that text can be read on it. */
    String tint() {
        return "#" + light(1) + light(3) + light(5);
    }

    private String light(int at) {
        int value = Integer.parseInt(colour.substring(at, at + 2), 16);
        return String.format(Locale.ROOT, "%02x", 255 - (255 - value) * 7 / 100);
    }

    @Nullable
    Picture logo() {
        return logo;
    }

    @Nullable
    Picture signature() {
        return signature;
    }

    @Nullable
    Picture stamp() {
        return stamp;
    }

    String contact() {
        return contact;
    }

    String signatory() {
        return signatory;
    }

    AddressWindow addressWindow(School school) {
        return addressWindow == null ? AddressWindow.usual(school) : addressWindow;
    }

    String verificationAddress() {
        return verificationAddress;
    }
}
