"""Passkeys (WebAuthn): registers them and lets their owners in. No library is needed in the browser."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.staff import Passkey, Staff
from server.errors import Problem

LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Site:
    """The place for which passkeys are valid: its origin (https://host:port) and host name."""

    origin: str
    host: str
    company: str

    @property
    def can_have_passkeys(self) -> bool:
        """Browsers offer passkeys on https pages of a named host, and on localhost."""
        if self.host == "localhost":
            return True
        return self.origin.startswith("https://") and not _is_number(self.host)


def registration_options(site: Site, staff: Staff) -> tuple[str, bytes]:
    """Return the options for the browser as JSON, and the challenge to be kept."""
    from webauthn import generate_registration_options, options_to_json  # loads slowly
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    options = generate_registration_options(
        rp_id=site.host,
        rp_name=f"Rounds, {site.company}",
        user_id=staff.id.encode(),
        user_name=staff.email or staff.name,
        user_display_name=staff.name,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=known.credential_id) for known in staff.passkeys],
    )
    return options_to_json(options), options.challenge


def register_passkey(
    session: Session, site: Site, staff: Staff, credential: dict[str, Any], challenge: bytes, name: str
) -> Passkey:
    """Keep a new passkey; raises Problem when the browser's answer does not fit."""
    from webauthn import verify_registration_response
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        verified = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except WebAuthnException as error:
        raise Problem(
            "This passkey could not be set up here. Try again, or choose a password.", code="passkey-refused"
        ) from error
    passkey = Passkey(
        staff_id=staff.id,
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        name=name[:LONGEST_NAME],
    )
    session.add(passkey)
    return passkey


def sign_in_options(site: Site) -> tuple[str, bytes]:
    """Return the options for the browser as JSON, and the challenge to be kept; the passkey itself says who it is."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import UserVerificationRequirement

    options = generate_authentication_options(rp_id=site.host, user_verification=UserVerificationRequirement.REQUIRED)
    return options_to_json(options), options.challenge


def find_by_passkey(session: Session, site: Site, credential: dict[str, Any], challenge: bytes) -> Staff:
    """Return who owns the passkey that signed the challenge; raises Problem for any other."""
    from webauthn import verify_authentication_response
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.exceptions import WebAuthnException

    refusal = Problem(
        "This passkey does not open this site. Choose another, or sign in with your password.",
        status=403,
        code="passkey-refused",
    )
    try:
        credential_id = base64url_to_bytes(str(credential.get("rawId", "")))
    except ValueError as error:
        raise refusal from error
    passkey = session.scalar(select(Passkey).where(Passkey.credential_id == credential_id))
    if passkey is None or passkey.staff.left_at is not None:
        raise refusal
    try:
        verified = verify_authentication_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except WebAuthnException as error:
        raise refusal from error
    passkey.sign_count = verified.new_sign_count
    return passkey.staff


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
